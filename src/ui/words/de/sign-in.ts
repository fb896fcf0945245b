import type { Words } from "../words.ts";

export const signIn: Words["signIn"] = {
  title: "Anmelden",
  ended: "Ihre Anmeldung ist abgelaufen. Melden Sie sich neu an: Sie kommen dorthin zurück, wo Sie waren.",
  left: "Sie sind abgemeldet.",
  with: { microsoft: "Weiter mit Microsoft", google: "Weiter mit Google" },
  going: "Einen Moment …",
  or: "oder per E-Mail",
  email: "E-Mail-Adresse",
  emailHint: "Die Adresse, mit der Sie eingeladen wurden.",
  noEmail: "Geben Sie Ihre E-Mail-Adresse ein.",
  badEmail: "Das ist keine E-Mail-Adresse. Ist sie vielleicht vertippt?",
  mailLink: "Link schicken",
  mailCode: "Code schicken",
  sending: "Wird geschickt …",
  sent: {
    title: "Sehen Sie in Ihr Postfach",
    link: "Wenn sich diese Adresse hier anmelden darf, ist ein Link unterwegs. Er gilt einmal, zehn Minuten lang.",
    code: "Wenn sich diese Adresse hier anmelden darf, ist ein sechsstelliger Code unterwegs. Er gilt einmal, zehn Minuten lang.",
    nothing:
      "Nichts angekommen? Sehen Sie in den Spam-Ordner, und fragen Sie einen Admin, ob diese Adresse eingeladen ist.",
    another: "Andere Adresse verwenden",
    codeInstead: "Lieber einen Code schicken",
    newCode: "Neuen Code schicken",
    again: "Ein neuer Code ist unterwegs. Nur der neueste gilt.",
  },
  code: "Code",
  enter: "Anmelden",
  entering: "Wird angemeldet …",
  noCode: "Geben Sie den Code aus der Mail ein.",
  wrongCode:
    "Dieser Code stimmt nicht, oder seine zehn Minuten sind um. Prüfen Sie ihn, oder lassen Sie einen neuen schicken.",
  tooMany: "Zu viele Versuche. Lassen Sie einen neuen Code schicken, oder warten Sie eine Minute.",
  notInvited: "Diese Adresse ist nicht eingeladen. Bitten Sie einen Admin Ihres Teams um eine Einladung.",
  link: {
    detail: "Sie haben einen Anmelde-Link geöffnet. Der Knopf löst ihn ein.",
    use: "Bei Baton anmelden",
  },
  faults: {
    denied: "Sie haben dort abgelehnt, es ist nichts geschehen. Versuchen Sie es neu, oder per E-Mail.",
    lost: "Diese Anmeldung war zu alt oder gehörte zu einem anderen Tab. Beginnen Sie hier neu.",
    not_confirmed:
      "Dort konnte nicht bestätigt werden, wer Sie sind. Versuchen Sie es gleich noch einmal, oder per E-Mail.",
    not_verified:
      "Dort ist nicht bestätigt, dass die E-Mail-Adresse Ihre ist. Melden Sie sich stattdessen per E-Mail an.",
    not_invited: "Jene Adresse ist nicht eingeladen. Bitten Sie einen Admin Ihres Teams um eine Einladung.",
    link_used:
      "Dieser Link ist schon benutzt, oder seine zehn Minuten sind um. Lassen Sie hier einen neuen schicken.",
    unavailable: "Die Anmeldung ging gerade nicht. Nichts ist verloren: Versuchen Sie es gleich noch einmal.",
  },
  demo: {
    title: "Oder sehen Sie sich um als",
    mail: "Mails dieser Vorführung gehen ins Postfach und sonst nirgendwohin.",
    mailbox: "Postfach öffnen",
  },
};
