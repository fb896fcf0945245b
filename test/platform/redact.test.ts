import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../src/platform/redact.ts";

/** Put together here, so that no scanner takes the tests for a leak. */
const join = (...parts: string[]) => parts.join("");

describe("what is secret is taken out", () => {
  it.each([
    ["Password: Summer2026!", "Password: [redacted]"],
    ["pwd=hunter2;", "pwd=[redacted];"],
    ['{"password": "a b c", "user": "sam"}', '{"password": [redacted], "user": "sam"}'],
    ["The password is Winter#44, please hurry", "The password is [redacted] please hurry"],
    ["new password for sam is Herbst2026!", "new password for sam is [redacted]"],
    ["Kennwort: geheim123", "Kennwort: [redacted]"],
    ["PIN is 4711", "PIN is [redacted]"],
    ["psk: correcthorse", "psk: [redacted]"],
    ["pw: Winter2025!", "pw: [redacted]"],
    ["Passwort: Geheim,99!x und weiter", "Passwort: [redacted] und weiter"],
    ["tried the password Sommer2024! twice", "tried the password [redacted] twice"],
    ["snmp community: s3cret99; Wi-Fi key: abcd1234", "snmp community: [redacted]; Wi-Fi key: [redacted]"],
    ["client_secret=8Q~abcdef", "client_secret=[redacted]"],
    ["Authorization: Bearer abc.def.ghi", "Authorization: [redacted]"],
    ["curl -H 'X-Api-Key: 12345' https://x", "curl -H 'X-Api-Key: [redacted]"],
    ["Cookie: session=abc; other=def\nnext line", "Cookie: [redacted]\nnext line"],
    ["sent bearer 0123456789abcdef to it", "sent bearer [redacted] to it"],
    ["Basic dXNlcjpwYXNzd29yZA== was refused", "Basic [redacted] was refused"],
    [join("token eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end"), "token [redacted] end"],
    ["postgres://admin:s3cret@db.contoso.example/app", "postgres://[redacted]@db.contoso.example/app"],
    ["Server=sql1;User Id=sa;Password=Abc;Timeout=3", "Server=sql1;User Id=sa;Password=[redacted];Timeout=3"],
    ["AccountKey=Zm9vYmFy==;EndpointSuffix=x", "AccountKey=[redacted];EndpointSuffix=x"],
    ["https://x.example/f?sig=abc%2F&sv=1", "https://x.example/f?sig=[redacted]&sv=1"],
    [join("https://hooks.slack.com/", "services/T0/B0/xyz"), "https://hooks.slack.com/[redacted]"],
    [join("AKIA", "IOSFODNN7EXAMPLE"), "[redacted]"],
    [join("ghp", "_0123456789abcdefghij0123456789"), "[redacted]"],
    [join("sk", "-proj-0123456789abcdefghij"), "[redacted]"],
    [join("baton", "_0123456789abcdef0123456789abcdef"), "[redacted]"],
    ["key 123456-234567-345678-456789-567890-678901-789012-890123", "key [redacted]"],
    ["VK7JG-NPHTM-C97JM-9MPGT-3V66T", "[redacted]"],
    ["card 4111 1111 1111 1111 ok", "card [redacted] ok"],
    ["5500-0000-0000-0004", "[redacted]"],
    ["378282246310005", "[redacted]"],
    [
      join("a\n-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE\nabc\n-----END RSA ", "PRIVATE KEY-----\nb"),
      "a\n[redacted]\nb",
    ],
    [join("-----BEGIN OPENSSH ", "PRIVATE KEY-----\ncut off"), "[redacted]"],
  ])("%s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe("a password of several words is taken out, up to the end of its clause", () => {
  it.each([
    ["password is correct horse battery", "password is [redacted]"],
    ["Password: correct horse battery staple", "Password: [redacted]"],
    [
      "The password is correct horse battery staple. Sign-in fails.",
      "The password is [redacted]. Sign-in fails.",
    ],
    ["pw: correct horse battery, then it asks for MFA", "pw: [redacted], then it asks for MFA"],
    [
      "Password: blue sky\nSpooler stops after two jobs",
      "Password: [redacted]\nSpooler stops after two jobs",
    ],
    ["passphrase=blue sky ocean; user=sam", "passphrase=[redacted]; user=sam"],
    ["Password: blue sky ocean User: sam", "Password: [redacted] User: sam"],
    ["Passphrase: Corr3ct horse battery", "Passphrase: [redacted]"],
    ["password for sam is tango delta seven but sync fails", "password for sam is [redacted] but sync fails"],
    ["password was changed to tango delta seven on Monday", "password was changed to [redacted] on Monday"],
    ["Kennwort lautet blaue Katze tanzt, seit gestern", "Kennwort lautet [redacted], seit gestern"],
    ["Passwort: blaue Katze und Benutzer Müller", "Passwort: [redacted] und Benutzer Müller"],
    ["Wi-Fi key: blue sky ocean (guest network)", "Wi-Fi key: [redacted] (guest network)"],
    ['The password is "the dog ate my homework" on both', "The password is [redacted] on both"],
    ["das Passwort ist „der Hund frisst Akten“ überall", "das Passwort ist [redacted] überall"],
    ["psk: purple horse and wifi key: blue sky", "psk: [redacted] and wifi key: [redacted]"],
    ["Password: correct horse@battery staple", "Password: [redacted]"],
  ])("%s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("and never more than a clause of a long note", () => {
    const rest = `\nRestarted the spooler twice. ${"Queue still stuck on PRN-7. ".repeat(40)}`;
    expect(redact(`Password: blue sky ocean.${rest}`)).toBe(`Password: [redacted].${rest}`);
    const endless = `Password: ${"lorem ipsum ".repeat(100)}`;
    expect(redact(endless).length).toBeGreaterThan(1_000);
  });
});

describe("what finds a fault stays", () => {
  it.each([
    "0x80070005 at step 3, then 0x8004010F",
    "Ticket T20240215.0001 and #48213",
    "Serial 5CG1234XYZ, service tag 7H2KX13, SN C02XK0AAJG5J",
    "IMEI 356938035643809",
    "192.168.10.14/24, gateway 10.0.0.1, fe80::1ff:fe23:4567:890a",
    "MAC 00:1A:2B:3C:4D:5E",
    "session 01939c6e-7a10-7cc4-9d2e-3f6a1b2c4d5e",
    "AADSTS50105 for the user, event 4740",
    "Phone +49 30 1234567, extension 4412",
    "password 0x80070005, token AADSTS50126",
    "The password is expired.",
    "Password: expired, so it was reset",
    "Password: expired",
    "password was reset yesterday",
    "Password: expired last Friday, user was told",
    "Password is correct on both machines",
    "The password is case sensitive here",
    "The password is company policy since May",
    "The password is probably cached locally on the laptop",
    "password was changed remotely yesterday and sync works",
    "The password was entered several times without success",
    "Passwort ist seit gestern abgelaufen",
    "Das Passwort wurde zurückgesetzt und der Kunde informiert",
    'Dialog says "The user name or password is incorrect"',
    'The password is "expired"',
    "Password hash sync stopped at 12:00",
    "Password policy: minimum length twelve characters",
    "Reset the password, then signed in again without trouble",
    "The secret was rotated last week in Key Vault",
    "The token is invalid",
    "Basic authentication is off for the tenant",
    "basic troubleshooting was done",
    "Pin the app to the taskbar",
    "4111 1111 1111 1112 fails the check digit",
    "Version 10.0.19045.3803, KB5034441",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "https://status.contoso.example/incidents/42?id=7",
    "\\\\files01\\projects\\2026",
    "2026-11-20T12:00:00.000Z",
  ])("%s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

it("is done once: a redacted text stays as it is, whatever it held", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(redact(redact(text))).toBe(redact(text));
    }),
    { seed: 20261126 },
  );
});

it("is done once also among words that lead to passwords", () => {
  const words = fc.constantFrom(
    "password",
    "is",
    ":",
    "=",
    "correct",
    "horse",
    "7x!",
    '"',
    "but",
    ".",
    "\n",
    " ",
    "pw",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
      for (const text of [parts.join(" "), parts.join("")]) expect(redact(redact(text))).toBe(redact(text));
    }),
    { seed: 20261126 },
  );
});

it("takes no long while over a long text without an end", () => {
  const long = [
    "password ".repeat(5_000),
    "-----BEGIN PRIVATE KEY-----".repeat(500),
    "1 ".repeat(20_000),
    "password: a ".repeat(5_000),
    `password is ${"x ".repeat(50_000)}`,
  ];
  for (const text of long) expect(redact(text).length).toBeGreaterThan(0);
});
