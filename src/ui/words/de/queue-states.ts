import type { queueStates as english } from "../en/queue-states.ts";

export const queueStates: typeof english = {
  states: {
    handoff: {
      open: "Wartet",
      claimed: "Übernommen",
      returned: "Zurückgegeben",
      withdrawn: "Zurückgezogen",
      superseded: "Ersetzt",
      resolved: "Gelöst",
    },
    session: { active: "Aktiv", paused: "Pausiert", escalated: "Eskaliert", resolved: "Gelöst" },
    priority: { low: "Niedrig", normal: "Normal", high: "Hoch", critical: "Kritisch" },
    step: {
      worked: "Hat geholfen",
      failed: "Half nicht",
      inconclusive: "Unklar",
      skipped: "Übersprungen",
    },
    branch: { open: "Offen", solved: "Gelöst", dead_end: "Sackgasse", parked: "Geparkt" },
    delivery: {
      pending: "Wird gleich gesendet",
      sending: "Wird gesendet",
      sent: "Gesendet",
      delivered: "Zugestellt",
      bounced: "Unzustellbar",
      failed: "Fehlgeschlagen",
      suppressed: "Vom Maildienst gesperrt",
      cancelled: "Nicht mehr nötig",
      bundled: "Mit anderen gesendet",
    },
    deliveryKind: {
      first: "Erste Nachricht",
      reminder: "Erinnerung",
      widened: "Mehr Leute gefragt",
      fallback: "Letzte Instanz",
      bundle: "Mehrere in einer",
      returned: "An Sie zurück",
      wake: "Wecker",
    },
    channel: { email: "E-Mail", slack: "Slack", teams: "Teams", web_push: "Browser", webhook: "Webhook" },
  },
};
