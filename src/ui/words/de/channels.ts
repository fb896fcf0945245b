import type { Words } from "../words.ts";

export const channels: Words["channels"] = {
  intro:
    "Chats des ganzen Kontos erfahren von jeder Eskalation und jedem Schritt der Eskalationsregeln, bis jemand übernimmt.",
  none: "Noch erfährt kein Chat davon.",
  kind: "Welcher Chat ist es?",
  kinds: { slack: "Slack", teams: "Microsoft Teams" },
  how: {
    slack:
      "In Slack: Legen Sie eine App an, schalten Sie „Incoming Webhooks“ ein, fügen Sie einen für den Kanal hinzu und kopieren Sie seine Adresse.",
    teams:
      "In Teams: im Menü des Kanals > Workflows > „Posten in einem Kanal, wenn eine Webhookanforderung empfangen wird“. Lassen Sie jeden ihn auslösen und kopieren Sie die gezeigte Adresse.",
  },
  name: "Name",
  nameHint: "Wie die Leute den Chat nennen, etwa #eskalationen.",
  url: "Adresse",
  urlHint: {
    slack: "https://hooks.slack.com/services/… Sie ist geheim: Später wird nur ihr Ende gezeigt.",
    teams:
      "https://….logic.azure.com/… oder https://….api.powerplatform.com/… Sie ist geheim: Später wird nur ihr Ende gezeigt.",
  },
  add: "Chat hinzufügen",
  addAndTest: "Hinzufügen und testen",
  added: (name) => `${name} ist hinzugefügt`,
  works: "Geht",
  broken: "Geht nicht",
  since: "Er nimmt nichts an. Es begann",
  test: "Test senden",
  testOf: (name) => `Test senden an ${name}`,
  testing: "Wird gesendet …",
  passed: (service) => `${service} hat den Test angenommen.`,
  failed: (service) => `${service} hat den Test nicht angenommen. Die Antwort:`,
  remove: "Entfernen",
  removeOf: (name) => `Entfernen: ${name}`,
  removeTitle: (name) => `${name} entfernen?`,
  removeDetail: "Dort kommt nichts mehr an. Was schon versprochen ist, geht einen anderen Weg.",
  removed: (name) => `${name} ist entfernt`,
  personal: "Was jeder für sich wählt, steht in „Meine Einstellungen“.",

  mine: {
    email: (address) => `Per E-Mail an ${address}`,
    browser: "In meinen Browsern",
    chat: { slack: "In meinem Slack", teams: "In meinem Teams" },
    atLeast: "Ein Weg bleibt immer. Wo keiner geht, bekommen Sie eine E-Mail.",
    switchedOn: (way) => `Eingeschaltet: ${way}`,
    switchedOff: (way) => `Ausgeschaltet: ${way}`,
    browsers: "Browser",
    browsersIntro:
      "Eine Meldung zu jeder Eskalation, auch wenn Baton geschlossen ist. Sie verschwindet, sobald jemand übernommen hat.",
    noBrowsers: "Noch erfährt kein Browser davon.",
    here: "dieser Browser",
    subscribe: "In diesem Browser benachrichtigen",
    subscribing: "Der Browser fragt …",
    subscribed: "Dieser Browser erfährt es ab jetzt",
    denied:
      "Dieser Browser lässt Baton nichts melden. Erlauben Sie es in seinen Einstellungen für diese Seite (links neben der Adresse), und versuchen Sie es noch einmal.",
    dismissed:
      "Der Browser hat gefragt, und es wurde nichts gewählt. Drücken Sie noch einmal, um neu gefragt zu werden.",
    unsupported: "Diesem Browser kann keine Seite etwas melden. Auf iPhone und iPad kann es kein Tab.",
    unreachable:
      "Der Browser hat seinen eigenen Push-Dienst nicht erreicht; es ist nichts geändert. Seine Worte:",
    noKeys:
      "Dieses Baton hat keine Schlüssel für Browser. Wer es betreibt, kann sie setzen (VAPID_PRIVATE_KEY).",
    leaves: "Es endet, wenn Sie sich in jenem Browser abmelden.",
    chats: "Meine Chats",
    chatsIntro: "Ein eigener Chat in Slack oder Teams, über seine Webhook-Adresse.",
    onIn: (browser, system) => `${browser} auf ${system}`,
  },
};
