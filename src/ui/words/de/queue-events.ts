import type { Words } from "../words.ts";

const shortList = (names: string[]) => (names.length > 3 ? `${names.length} Leute` : names.join(", "));
const notifications = (count: number) =>
  count === 1 ? "eine Benachrichtigung" : `${count} Benachrichtigungen`;

export const queueEvents: Words["queue"]["events"] = {
  created: "hat die Sitzung eskaliert",
  parked: "hat die Sitzung geparkt",
  claimed: "hat sie übernommen",
  released: (reason) => `hat sie freigegeben: ${reason}`,
  reassigned: (name, reason) => `hat sie an ${name} gegeben: ${reason}`,
  returned: (reason) => `hat sie zurückgegeben: ${reason}`,
  withdrawn: (reason) => (reason === null ? "hat sie zurückgezogen" : `hat sie zurückgezogen: ${reason}`),
  superseded: "hat neu übergeben und damit diese ersetzt",
  resolved: (resolution) => `hat sie gelöst: ${resolution}`,
  keptIt: "hat abgelehnt: sie bleibt, wo sie ist",
  askedFor: (reason) => `hat um sie gebeten: ${reason}`,
  added: (things) => `hat ergänzt: ${things}`,
  and: " und ",
  changed: "hat Einzelheiten geändert",
  reminded: (names) => `hat ${shortList(names)} erinnert`,
  widened: (names) => `hat mehr Leute gefragt: ${shortList(names)}`,
  readBack: "hat zurückgemeldet",
  corrected: "hat die Rückmeldung richtiggestellt",
  noteAdded: "hat eine Notiz hinzugefügt",
  again: (times) => `hat es wieder gemeldet, jetzt ${times}-mal`,
  someOver: (left) => `hat gemeldet, dass ein Alarm vorbei ist, ${left} noch offen`,
  judged: {
    right: "hat die Einschätzung richtig genannt",
    partly: "hat die Einschätzung teilweise richtig genannt",
    wrong: "hat die Einschätzung falsch genannt",
  },
  notified: {
    pending: (count) => `hat ${notifications(count)} aufgeschoben`,
    sending: (count) => `begann, ${notifications(count)} zu senden`,
    sent: (count) => `hat ${notifications(count)} gesendet`,
    delivered: (count) => `hat ${notifications(count)} zugestellt`,
    bounced: (count) => `bekam ${notifications(count)} als unzustellbar zurück`,
    failed: (count) => `konnte ${notifications(count)} nicht senden`,
    suppressed: (count) => `konnte ${notifications(count)} nicht senden: vom Maildienst gesperrt`,
    cancelled: (count) => `hat ${notifications(count)} abgesagt`,
    bundled: (count) => `hat ${notifications(count)} mit anderen zusammen gesendet`,
  },
  unknown: "hat etwas getan, das diese Seite noch nicht kennt",
  nothing: "Noch nichts.",
  ticket: {
    asked: "hat die Notiz an das Ticket geschickt",
    pushed: (ticket) =>
      ticket === null
        ? "hat die Notiz in das Ticket geschrieben"
        : `hat die Notiz in Ticket ${ticket} geschrieben`,
    failed: (ticket, why) =>
      `konnte nicht in ${ticket === null ? "das Ticket" : `Ticket ${ticket}`} schreiben: ${why}`,
  },
  fields: {
    assessment_status: "die Einschätzung",
    ai_assessment: "die Einschätzung",
    read_back: "die Rückmeldung",
    correction: "eine Korrektur der Rückmeldung",
    note: "eine Notiz",
    notes: "eine Notiz",
    psa_note_pushed: "die Notiz am Ticket",
    psa_note_id: "die Notiz am Ticket",
    source_acknowledged_at: "die Bestätigung des Werkzeugs",
    source_resolved_at: "die Entwarnung des Werkzeugs",
  },
};
