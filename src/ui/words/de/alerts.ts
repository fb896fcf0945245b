import type { Words } from "../words.ts";

export const alerts: Words["alerts"] = {
  times: (count) => `×${count}`,
  timesWords: (count) => `${count}-mal gemeldet`,
  last: "zuletzt",
  first: "Zuerst",
  lastSeen: "Zuletzt",
  title: "Alarme",
  open: (open, all) => (open === all ? `${all} offen` : `${open} von ${all} offen`),
  ended: "beendet",
  more: "Nur die ersten 200 stehen hier.",
};
