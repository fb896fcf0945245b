import type { Words } from "../words.ts";

export const problems: Words["problems"] = {
  malformed_json: {
    title: "Die Anfrage ist kein gültiges JSON",
    help: "Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  },
  bad_request: {
    title: "Die Anfrage ist nicht zu verstehen",
    help: "Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  },
  unauthenticated: { title: "Bitte zuerst anmelden", help: "Ihre Anmeldung ist abgelaufen." },
  forbidden: {
    title: "Nicht erlaubt",
    help: "Ihre Rolle oder Ihr Anteil daran erlaubt das nicht. Fragen Sie einen Admin.",
  },
  no_account: { title: "Kein aktives Konto", help: "Bitten Sie einen Admin Ihres Teams, Sie einzulassen." },
  bad_origin: {
    title: "Fremde Herkunft",
    help: "Öffnen Sie Baton unter seiner eigenen Adresse und versuchen Sie es noch einmal.",
  },
  not_found: {
    title: "Nicht gefunden",
    help: "Es ist nicht mehr da, oder es gehört zu einem anderen Konto.",
  },
  method_not_allowed: {
    title: "So nicht möglich",
    help: "Laden Sie die Seite neu: Baton wurde aktualisiert.",
  },
  not_acceptable: { title: "Nicht lieferbar", help: "Laden Sie die Seite neu: Baton wurde aktualisiert." },
  already_claimed: {
    title: "Jemand anderes hat das übernommen",
    help: "Bitten Sie darum, es Ihnen zu übergeben.",
  },
  not_open: { title: "Nicht mehr offen", help: "Die Übergabe ist beendet und lässt sich nicht übernehmen." },
  invalid_transition: {
    title: "In diesem Zustand nicht möglich",
    help: "Jemand hat es inzwischen geändert. Sehen Sie es sich neu an.",
  },
  idempotency_in_progress: {
    title: "Dieselbe Anfrage läuft noch",
    help: "Versuchen Sie es gleich noch einmal.",
  },
  payload_too_large: { title: "Die Eingabe ist zu groß", help: "Kürzen Sie den Text." },
  unsupported_media_type: {
    title: "Dieses Format wird nicht angenommen",
    help: "Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  },
  validation_failed: { title: "Die Eingabe ist nicht gültig", help: "Sehen Sie sich das Markierte an." },
  idempotency_mismatch: {
    title: "Der Schlüssel wurde schon für anderes verwendet",
    help: "Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  },
  rate_limited: {
    title: "Zu viele Anfragen",
    help: "Warten Sie eine Minute und versuchen Sie es noch einmal.",
  },
  internal: {
    title: "Bei uns ist etwas schiefgegangen",
    help: "Es wurde nichts halb geschrieben. Geschieht es noch einmal, nennen Sie einem Admin das Kennzeichen.",
  },
  unavailable: {
    title: "Kurz nicht verfügbar",
    help: "Nichts ist verloren. Versuchen Sie es gleich noch einmal.",
  },
  text_cut: {
    title: "Der Text brach ab",
    help: "Die Verbindung endete vor der letzten Zeile. Schreiben Sie ihn neu.",
  },
  text_kept_instead: {
    title: "Inzwischen hat jemand einen eigenen Text gespeichert",
    help: "Er bleibt und steht jetzt hier. Lassen Sie neu schreiben, wenn Sie einen anderen wollen.",
  },
  text_saved_meanwhile: {
    title: "Inzwischen hat jemand einen anderen Text gespeichert",
    help: "Ihrer steht noch hier, ist aber nicht gespeichert. Noch einmal speichern setzt ihn an die Stelle des anderen.",
  },
  unreachable: {
    title: "Baton ist nicht zu erreichen",
    help: "Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.",
  },
};
