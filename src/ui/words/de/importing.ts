import type { importing as english } from "../en/importing.ts";

export const importing: typeof english = {
  link: "Menschen aus PagerDuty oder Opsgenie übernehmen",
  title: "Menschen importieren",
  intro:
    "Aus einem Export von Benutzern, Teams oder Dienstplänen. Bereitschaftslisten werden zu Teams. Zuerst sehen Sie, was geschähe; eingeladen wird erst, wenn Sie es sagen.",
  source: "Aus",
  file: "Datei (CSV oder JSON)",
  paste: "oder ihr Text, hier eingefügt",
  look: "Zeigen, was geschähe",
  apply: (count) => (count === 1 ? "1 Person einladen" : `${count} Personen einladen`),
  applyTeams: (count) => (count === 1 ? "1 Team anlegen" : `${count} Teams anlegen`),
  done: "Importiert",
  nothing: "Darin ist nichts Neues.",
  would: "Das geschähe",
  did: "Das ist geschehen",
  teams: "Neue Teams",
  people: "Eingeladen",
  wouldInvite: "Einzuladen",
  there: "Schon da, bleibt, wie es ist",
  unread: "Nicht zu gebrauchen",
  row: (row) => `Zeile ${row}`,
  another: "Noch eine Datei importieren",
  toMembers: "Zurück zu den Mitgliedern",
  reasons: {
    "There is a team of this name.": "Ein Team dieses Namens gibt es.",
    "A member already.": "Schon Mitglied.",
    "Invited already.": "Schon eingeladen.",
    "No e-mail address.": "Keine E-Mail-Adresse.",
    "This is no e-mail address.": "Das ist keine E-Mail-Adresse.",
  },
};
