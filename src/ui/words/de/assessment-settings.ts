import type { Words } from "../words.ts";

export const assessmentSettings: Words["settings"]["assessment"] = {
  intro:
    "Wer Einschätzungen, Kurzberichte und Dokumentation schreibt: ein Sprachmodell oder Batons eigene Regeln.",
  model: "Modell",
  noModel:
    "Dieses Baton hat kein Sprachmodell: Batons eigene Regeln schreiben alles, und nichts verlässt das Konto. Diese Einstellungen gelten, sobald eines eingerichtet ist.",
  sources: { openai_compatible: "OpenAI-kompatibler Dienst", workers_ai: "Workers AI" },
  today: "Heute gefragt",
  used: (calls, most) => (most === null ? `${calls}` : `${calls} von ${most}`),
  spent: "Die Anfragen von heute sind verbraucht: bis Mitternacht UTC antworten Batons eigene Regeln.",
  useModel: "Ein Sprachmodell fragen",
  on: "Kommt binnen Sekunden keine Antwort, antworten die Regeln.",
  off: "Nichts aus diesem Konto geht an ein Sprachmodell. Batons eigene Regeln antworten sofort, aus dem, was festgehalten ist: was versucht wurde, bekannte Anzeichen und was Ähnliches schon gelöst hat.",
  calls: "Höchstens so viele Anfragen am Tag",
  callsHint: "Ein Tag zählt nach UTC. Darüber antworten die Regeln, und nichts verlässt das Konto.",
  leaves: {
    title: "Was das Konto verlässt",
    when: "Nur an das Sprachmodell, das für dieses Baton eingerichtet ist, und nur solange es eingeschaltet ist:",
    sent: [
      [
        "Einschätzung",
        "Problem und Bereich, die Notizen des Technikers, was im Formular oder Alarm stand, die neuesten 40 Schritte, die letzten 10 Nachrichten (je 200 Zeichen) sowie Problem und Lösung von höchstens drei ähnlichen gelösten Sitzungen dieses Kontos.",
      ],
      [
        "Kurzbericht",
        "Problem, Bereich, Priorität, Zeit, Notizen, die neuesten 40 Schritte, Zweige und die Einschätzung.",
      ],
      [
        "Dokumentation",
        "Problem, Bereich, Status, Lösung, die neuesten 100 Schritte, Zweige und die letzten 40 Nachrichten (je 400 Zeichen).",
      ],
    ],
    never:
      "Nie gesendet: die Felder für Kunde, Ansprechpartner, Gerät und Ticket, Namen und Adressen Ihrer Leute und Links auf Belege. Ein Name, den jemand in eine Notiz oder Nachricht geschrieben hat, geht mit ihr mit.",
    secrets:
      "Was nach Passwort, Schlüssel, Token oder Kartennummer aussieht, wird vor dem Senden durch [redacted] ersetzt. Das ist ein Netz, kein Versprechen.",
    data: "Das Modell schreibt nur Text: es hat keine Werkzeuge, und nur Menschen handeln nach seiner Antwort.",
  },
};
