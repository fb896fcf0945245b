import type { Words } from "../words.ts";

export const site: Words["site"] = {
  opening: "Baton wird geöffnet …",
  language: "Sprache",
  notSpoken: "Diese Sprache konnte nicht geladen werden. Versuchen Sie es, wenn das Netz wieder da ist.",
  skip: "Zum Inhalt",
  main: "Bereiche",
  sessions: "Sitzungen",
  signOut: "Abmelden",
  tryAgain: "Noch einmal versuchen",
  reference: (id) => `Kennzeichen ${id}`,
  noPage: {
    title: "Hier ist nichts",
    detail: "Unter dieser Adresse hat Baton keine Seite.",
    queue: "Zur Warteschlange",
  },
  noAccount: {
    title: "Sie sind in keinem Konto",
    detail: "Sie sind angemeldet, aber in keinem Konto aktives Mitglied.",
    help: "Bitten Sie einen Admin Ihres Teams, Sie einzuladen oder wieder zu aktivieren. Kommen Sie dann auf diese Seite zurück.",
    again: "Ich bin jetzt dabei",
    still: "Sie sind noch in keinem Konto.",
  },
};
