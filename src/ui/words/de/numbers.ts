import type { Words } from "../words.ts";

export const numbers: Words["numbers"] = {
  title: "Zahlen",
  reading: "Die Zahlen werden gelesen…",
  team: "Team",
  allTeams: "Alle Teams",
  range: "Zeitraum",
  lastDays: (days) => (days === 365 ? "1 Jahr" : `${days} Tage`),
  from: "Von",
  to: "Bis",
  show: "Anzeigen",
  download: "Als CSV herunterladen",
  madeIn: (from, to, zone) => `Eskalationen, die vom ${from} bis ${to} übergeben wurden, Zeitzone ${zone}`,
  asOf: (time) => `Stand ${time}`,
  none: "Keine Eskalationen in diesem Zeitraum",
  noneHelp: "Wählen Sie einen längeren Zeitraum oder ein anderes Team.",
  claim: {
    title: "Zeit bis zur Übernahme",
    half: "Die Hälfte binnen",
    nine: "9 von 10 binnen",
    most: "99 von 100 binnen",
    longest: "Am längsten",
    waiting: "Warten noch",
    counted: (waiting) =>
      waiting === 0
        ? "Zurzeit wartet niemand."
        : waiting === 1
          ? "Die eine, die noch wartet, zählt mit ihrem jetzigen Alter."
          : `Die ${waiting}, die noch warten, zählen mit ihrem jetzigen Alter.`,
    scale: "Von der Übergabe bis zur Übernahme, auf einer zehnfach wachsenden Skala",
  },
  states: {
    title: "Was daraus wurde",
    created: "Übergeben",
    claimed: "Übernommen",
    open: "Warten jetzt",
    returned: "Zurückgegeben",
    withdrawn: "Zurückgezogen",
    superseded: "Ersetzt",
    resolved: "Gelöst",
    action: "Erste Handlung nach Übernahme",
    actionHelp: (nine) => `9 von 10 binnen ${nine}`,
    readBack: "Rückmeldung",
    readBackHelp: "der übernommenen",
  },
  day: {
    title: "Nach Tag",
    column: "Tag",
    summary:
      "Eskalationen und übliche Zeit bis zur Übernahme je Tag; dieselben Zahlen stehen darunter als Tabelle",
  },
  hour: {
    title: "Nach Tageszeit",
    column: "Stunde",
    summary:
      "Eskalationen und übliche Zeit bis zur Übernahme je Stunde; dieselben Zahlen stehen darunter als Tabelle",
  },
  created: "Eskalationen",
  claimed: "Übernommen",
  handedOff: "Übergeben",
  typical: "Die Hälfte binnen",
  nineOfTen: "9 von 10 binnen",
  asTable: "Als Tabelle",
  now: (label, created, typical) =>
    `${label}: ${created} ${created === 1 ? "Eskalation" : "Eskalationen"}${typical === null ? "" : `, die Hälfte binnen ${typical}`}`,
  priority: {
    title: "Nach Priorität",
    column: "Priorität",
    low: "Niedrig",
    normal: "Normal",
    high: "Hoch",
    critical: "Kritisch",
  },
  domain: { title: "Nach Bereich", column: "Bereich", none: "Ohne Bereich" },
  member: { title: "Nach Mitglied", column: "Mitglied" },
  agreement: {
    title: "Stimmten die Einschätzungen?",
    column: "Von",
    rules: "Batons Regeln",
    all: "Alle",
    verdicts: { right: "Richtig", partly: "Teilweise", wrong: "Falsch", unrated: "Ohne Urteil" },
    none: "Keine Eskalation dieses Zeitraums hat eine Einschätzung.",
  },
};
