import type { Words } from "../words.ts";

export const psa: Words["psa"] = {
  intro:
    "Hat eine Sitzung ein Ticket, schreibt Baton hinein: die Eskalation mit dem, was versucht wurde, wer übernommen hat und wie es ausging.",
  none: "Noch ist kein PSA verbunden.",
  add: "PSA verbinden",
  kind: "Welches PSA nutzen Sie?",
  kinds: {
    connectwise: "ConnectWise PSA",
    halopsa: "HaloPSA",
    autotask: "Autotask",
    webhook: "Ein anderes System, über signierten Webhook",
  },
  how: {
    connectwise:
      "In ConnectWise: System > Members > API Members. Legen Sie ein Mitglied an, das Tickets lesen und Notizen hinzufügen darf, und auf dem Reiter „API Keys“ einen Schlüssel.",
    halopsa:
      "In HaloPSA: Configuration > Integrations > HaloPSA API. Legen Sie eine Anwendung mit „Client ID and Secret“ und dem Recht auf Tickets an.",
    autotask:
      "In Autotask: Admin > Resources > New API User. Wählen Sie eine eigene Integration; sie gibt die Tracking-Kennung.",
    webhook:
      "Baton sendet jede Notiz als POST, signiert nach Standard Webhooks. Ihr Empfänger lässt weg, was mit derselben webhook-id zweimal kommt.",
  },
  name: "Name",
  nameHint: "Wie Ihr Team es nennt.",
  optional: "wenn nötig",
  more: "Selten nötig",
  internal: "Nur Techniker sehen die Notizen",
  internalHint: "Ohne das können Kunden sie in ihrem Ticket lesen.",
  connect: "Verbinden und testen",
  connected: (name) => `${name} ist verbunden`,
  secrets: "Zugangsdaten",
  secretsNew: "Sie werden versiegelt aufbewahrt und nie wieder gezeigt.",
  secretsKept: "Leer: Was gespeichert ist, bleibt. Zum Ersetzen geben Sie bitte alle an.",
  fields: {
    connectwise: {
      site: { label: "Adresse", hint: "Der Host, bei dem Sie sich anmelden, etwa na.myconnectwise.net." },
      company_id: { label: "Firmenkennung", hint: "Was Sie beim Anmelden als Firma eintippen." },
      api_host: { label: "Host der API", hint: "Nur, wenn es nicht der eigene api-…-Host der Adresse ist." },
      public_key: {
        label: "Öffentlicher Schlüssel",
        hint: "Vom Reiter „API Keys“ des API-Mitglieds (Public Key).",
      },
      private_key: {
        label: "Privater Schlüssel",
        hint: "ConnectWise zeigt ihn nur einmal, beim Anlegen (Private Key).",
      },
      client_id: { label: "Client-ID", hint: "Von developer.connectwise.com, „Client ID“." },
    },
    halopsa: {
      host: { label: "Adresse", hint: "Der Host, bei dem Sie sich anmelden, etwa acme.halopsa.com." },
      outcome: {
        label: "Ergebnis einer Notiz",
        hint: "Leer: „Private Note“. Bei Ihnen kann es anders heißen (Outcome).",
      },
      client_id: { label: "Client-ID", hint: "Der Anwendung, die Sie angelegt haben." },
      client_secret: { label: "Client-Secret", hint: "HaloPSA zeigt es nur einmal, beim Anlegen." },
    },
    autotask: {
      username: {
        label: "Benutzername",
        hint: "Des API-Benutzers; er sieht wie eine E-Mail-Adresse aus.",
      },
      directory: { label: "Verzeichnis der Zonen", hint: "Nur, wenn es nicht das von Autotask selbst ist." },
      note_type: { label: "Nummer der Notizart", hint: "Leer: wird aus der Liste von Autotask gelesen." },
      publish: { label: "Nummer von „Publish“", hint: "Leer: wird aus der Liste von Autotask gelesen." },
      integration_code: { label: "Tracking-Kennung", hint: "Der eigenen Integration." },
      secret: { label: "Geheimnis", hint: "Das Kennwort des API-Benutzers." },
    },
    webhook: {
      url: { label: "Adresse", hint: "Wo Ihr Empfänger einen POST annimmt; nur https://." },
      ticket_url: {
        label: "Adresse eines Tickets",
        hint: "Damit man es von hier öffnen kann. {ticket} steht für das Ticket: https://desk.example/t/{ticket}",
      },
      secret: {
        label: "Geheimnis",
        hint: 'whsec_ und mindestens 24 Bytes in Base64; Ihr Empfänger hat dasselbe. So entsteht eines: echo "whsec_$(openssl rand -base64 32)"',
      },
    },
  },
  works: "Geht",
  broken: "Geht nicht",
  since: "Nichts kommt durch. Es begann",
  test: "Testen",
  testing: "Wird getestet …",
  testOf: (name) => `Testen: ${name}`,
  passed: "Es geht.",
  failed: "Es geht nicht. In den Worten des Systems:",
  edit: "Bearbeiten",
  editOf: (name) => `Bearbeiten: ${name}`,
  saved: (name) => `Gespeichert: ${name}`,
  remove: "Löschen",
  removeOf: (name) => `Löschen: ${name}`,
  removeTitle: (name) => `${name} löschen?`,
  removeDetail:
    "Notizen, die noch darauf warten, werden nicht geschrieben. Was in Tickets steht, bleibt dort.",
  removed: (name) => `${name} ist gelöscht`,

  ticket: {
    title: "Ticket",
    system: "PSA",
    none: "Kein Ticket ist genannt.",
    name: "Ticket nennen",
    change: "Ticket ändern",
    reference: "Ticket",
    referenceHint: "So, wie Sie es kennen: 123, #123, T20240215.0001 oder seine Adresse.",
    choose: "PSA des Tickets",
    unchosen: "Nicht gewählt",
    save: "Ticket speichern",
    saved: "Ticket gespeichert",
    why: {
      none: "Kein PSA ist verbunden, also wird nichts in das Ticket geschrieben.",
      several: "Wählen Sie, in welchem PSA das Ticket ist; bis dahin wird nichts hineingeschrieben.",
      gone: "Das PSA, in dem es war, ist nicht mehr verbunden. Wählen Sie ein anderes.",
    },
    connect: "PSA verbinden",
    early: "Es erfährt davon, sobald die Sitzung übergeben wird.",
    nothing: "Noch steht nichts im Ticket.",
    pending: "Unterwegs zum Ticket.",
    retrying: "Noch nicht im Ticket; Baton versucht es weiter.",
    pushed: "Die Notiz steht im Ticket.",
    failed: "Die Notiz steht nicht im Ticket.",
    says: "Der Grund:",
    open: "Ticket öffnen",
    push: "Ins Ticket schreiben",
    again: "Noch einmal versuchen",
    sent: "Unterwegs zum Ticket",
    stands: "Im Ticket steht es schon",
    onResolve: (ticket) =>
      `Ticket ${ticket} erfährt, wie es ausging, mit der Dokumentation, wo sie geschrieben ist.`,
  },
};
