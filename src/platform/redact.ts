import { redactPhrases } from "./redact-phrases.ts";
import { FINDING, REDACTED } from "./redact-words.ts";

const NAMED = String.raw`pass(?:word|wd|phrase|code)?|pwd?|passwort|kennwort|secret|token|pin|psk|pre-?shared[ _-]?key|(?:api|access|account|shared[ _-]?access|private|recovery|encryption|licen[sc]e|product)[ _-]?key|(?:wi-?fi|wlan|wpa\d?|network)[ _-]?key|(?:snmp[ _-]?)?community(?:[ _-]?string)?|client[ _-]?secret|credentials?`;

/** Each kind of secret with what takes its place. */
const SECRETS: [RegExp, string | ((...match: string[]) => string)][] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)/g,
    REDACTED,
  ],
  // Whole header lines: whatever stands in them signs somebody in.
  [
    /\b((?:proxy-)?authorization|x-(?:api|auth|functions)-[a-z-]{1,20}|api-?key|ocp-apim-subscription-key|(?:set-)?cookie)(["']?\s?:\s?).+/gi,
    `$1$2${REDACTED}`,
  ],
  [/\b(bearer)\s+(?=[\w.~+/=-]*[\d_=])[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\b(basic)\s+(?=[A-Za-z0-9+/]*[\d+/=])[A-Za-z0-9+/]{12,}={0,2}(?![\w.])/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.?[\w-]*/g, REDACTED],
  // The name and the password in an address.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi, `$1${REDACTED}@`],
  [
    /([?&](?:sig|signature|token|access_token|api_?key|key|code|secret|password)=)[^\s&#"']+/gi,
    `$1${REDACTED}`,
  ],
  [
    /\bhttps:\/\/(hooks\.slack\.com|[\w.-]+\.logic\.azure\.com|[\w.-]+\.powerplatform\.com|discord(?:app)?\.com)\/\S+/gi,
    `https://$1/${REDACTED}`,
  ],
  [/\b(?:A3T|AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\b/g, REDACTED],
  [
    /\b(?:gh[pousr]_|github_pat_|glpat-|npm_|xox[abeoprs]-|sk[-_](?:live|test|proj|ant|or)?[-_]?|pk_live_|rk_live_|whsec_|baton_|AIza|ya29\.|SG\.)[\w.-]{16,}/g,
    REDACTED,
  ],
  // Recovery keys of BitLocker, and keys of five groups of five.
  [/\b(?:\d{6}-){7}\d{6}\b/g, REDACTED],
  [/\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b/g, REDACTED],
  [
    new RegExp(
      String.raw`\b((?:${NAMED})["']?\s*[:=]\s*)(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s;"']{1,300}))`,
      "gi",
    ),
    assigned,
  ],
  [
    new RegExp(
      String.raw`\b((?:${NAMED})(?:\s+(?:for|of|to|is now|is|was|changed to|reset to|set to|ist|lautet)){0,2}\s+(?:\S{1,40}\s+(?:is|was)\s+)?)["'“]?([^\s"'”]{4,100})`,
      "gi",
    ),
    spoken,
  ],
  [/(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-])/g, card],
];

/** Takes secrets out of a text: keys, tokens, passwords, card numbers. What finds a fault stays: codes, serials, addresses, ids. */
export function redact(text: string): string {
  return SECRETS.reduce<string>(
    (left, [pattern, instead]) =>
      typeof instead === "string" ? left.replace(pattern, instead) : left.replace(pattern, instead),
    redactPhrases(text),
  );
}

function assigned(whole: string, name = "", double?: string, single?: string, bare?: string): string {
  const value = double ?? single ?? bare ?? "";
  if (value.startsWith(REDACTED) || FINDING.test(value.replace(/[.,!)]+$/, ""))) return whole;
  return `${name}${REDACTED}`;
}

/** Letters with digits that name a fault. */
const CODE = /^(?:0x[\da-f]+|kb\d{6,}|aadsts\d+)$/i;

/** In a sentence, only what nobody would say otherwise: letters together with digits or signs. */
function spoken(whole: string, name = "", value = ""): string {
  const bare = value.replace(/[.,;:!?)]+$/, "");
  const mixed = /[a-z]/i.test(bare) && /[\d!@#$%^&*+=?]/.test(value.replace(/[.,;:?)]+$/, ""));
  const digits = /^pin\b/i.test(name) && /^\d{4,8}$/.test(bare);
  if (bare.startsWith(REDACTED) || CODE.test(bare) || !(mixed || digits)) return whole;
  return `${name}${REDACTED}`;
}

/** A number that a card could have: brand, length and check digit. Other long numbers are serials. */
function card(number: string): string {
  const digits = number.replace(/\D/g, "");
  const brand =
    /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d{2})\d{12}|35\d{14})$/;
  return brand.test(digits) && passesLuhn(digits) ? REDACTED : number;
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
