import type { Words } from "../words.ts";

export const webhooks: Words["webhooks"] = {
  intro:
    "Baton sendet Ereignisse dieses Kontos an Ihre Adressen, signiert, in ihrer Reihenfolge, und so lange, bis sie angenommen sind.",
  none: "Noch kein Webhook.",
  add: "Webhook hinzufügen",
  url: "Adresse",
  urlHint: "Wo Ihr Empfänger ein POST annimmt; nur https://.",
  description: "Wofür er ist",
  descriptionHint: "Damit andere ihn erkennen. Darf leer bleiben.",
  which: "Ereignisse",
  every: "Jedes Ereignis, auch künftige Arten",
  some: "Nur diese",
  noEvent: "Wählen Sie mindestens eines.",
  events: {
    handoff_created: "Eskaliert",
    handoff_parked: "Geparkt",
    handoff_claimed: "Übernommen",
    handoff_released: "Freigegeben",
    handoff_reassigned: "An jemand anderen gegeben",
    handoff_returned: "Zurückgegeben",
    handoff_withdrawn: "Zurückgezogen",
    handoff_superseded: "Durch eine neuere ersetzt",
    handoff_resolved: "Gelöst",
    handoff_updated: "Geändert: Notiz, Einschätzung, Ticket",
    handoff_reminded: "Erinnert",
    handoff_widened: "Weitere Personen gefragt",
    delivery_changed: "Stand einer Benachrichtigung",
    session_resolved: "Sitzung gelöst",
  },
  added: "Der Webhook ist hinzugefügt",
  saved: "Gespeichert",
  edit: "Bearbeiten",
  editOf: (name) => `Bearbeiten: ${name}`,

  state: { on: "An", failing: "Nicht angenommen", paused: "Angehalten", off: "Abgeschaltet" },
  pausedBy:
    "Jemand hat ihn angehalten. Was inzwischen geschieht, wird nicht gesendet; es lässt sich später noch einmal senden.",
  offBy: "Baton hat ihn abgeschaltet. Der Grund:",
  failing: "Es wird nichts angenommen. Es begann",
  since: "Seit",
  pause: "Anhalten",
  pauseOf: (name) => `Anhalten: ${name}`,
  paused: (name) => `${name} ist angehalten`,
  switchOn: "Wieder einschalten",
  switchOnOf: (name) => `Wieder einschalten: ${name}`,
  switchedOn: (name) => `${name} ist ab jetzt wieder an`,

  secret: "Geheimnis",
  secretOf: (name) => `Geheimnis von ${name}`,
  rotate: "Neues Geheimnis",
  rotateOf: (name) => `Neues Geheimnis für ${name}`,
  rotateTitle: (name) => `${name} ein neues Geheimnis geben?`,
  rotateDetail:
    "Das neue signiert sofort. Einen Tag lang signiert auch das alte noch, damit Ihr Empfänger ohne Lücke umstellen kann.",
  rotated: (moment) => `Das alte Geheimnis signiert noch bis ${moment}.`,

  remove: "Löschen",
  removeOf: (name) => `Löschen: ${name}`,
  removeTitle: (name) => `${name} löschen?`,
  removeDetail: "Es wird nichts mehr dorthin gesendet, und das Protokoll geht mit.",
  removed: (name) => `${name} ist gelöscht`,

  log: "Versuche",
  logOf: (name) => `Versuche: ${name}`,
  logNone: "In den letzten dreißig Tagen wurde nichts gesendet.",
  older: "Ältere zeigen",
  noAnswer: "Keine Antwort",
  outcome: {
    pending: "wird noch einmal versucht",
    sending: "wird gerade noch einmal versucht",
    sent: "angenommen",
    failed: "aufgegeben",
    skipped: "wird nicht mehr gesendet",
  },
  lasted: (ms) => `${ms} ms`,
  request: "Gesendet",
  response: "Antwort",
  nothingAnswered: "Nichts",
  again: "Noch einmal senden",
  againOf: (event, seq) => `Noch einmal senden: ${event}, Nr. ${seq}`,
  isAgain: "Es ist noch einmal unterwegs",
  range: "Einen Zeitraum noch einmal senden",
  rangeHint:
    "Jedes Ereignis aus dieser Zeit, das er haben will, ob angenommen oder nicht. Jedes behält seine webhook-id: Wer sich Kennungen merkt, handelt nur einmal.",
  from: "Von",
  to: "Bis",
  toHint: "Leer: bis jetzt",
  send: "Noch einmal senden",
  sentAgain: (count) =>
    count === 0
      ? "In dieser Zeit geschah nichts, was er haben will"
      : count === 1
        ? "1 Ereignis ist noch einmal unterwegs"
        : `${count} Ereignisse sind noch einmal unterwegs`,

  check: {
    title: "So prüfen Sie die Signatur",
    intro: "Jede Bibliothek für Standard Webhooks kann das. In Node:",
    byHand: "Von Hand:",
    steps: [
      "Nehmen Sie den Inhalt, wie er kam, bevor er gelesen wird, und die Kopfzeilen webhook-id, webhook-timestamp und webhook-signature.",
      "Weisen Sie einen Zeitpunkt (in Sekunden) ab, der mehr als fünf Minuten von Ihrer Uhr abweicht.",
      "Verbinden Sie Kennung, Zeitpunkt und Inhalt mit Punkten. Bilden Sie davon ein HMAC-SHA256 mit den Bytes, die das Geheimnis nach whsec_ in Base64 enthält, und schreiben Sie es in Base64.",
      "In webhook-signature stehen ein oder mehrere „v1,…“, durch Leerzeichen getrennt. Eines muss Ihrem gleichen; vergleichen Sie in gleichbleibender Zeit.",
      "Merken Sie sich webhook-id: Sie ist bei jedem Versuch und jeder Wiederholung eines Ereignisses dieselbe.",
      "Antworten Sie binnen zehn Sekunden mit 2xx. Alles andere wird noch einmal versucht; 410 schaltet den Webhook ab.",
    ],
  },
};
