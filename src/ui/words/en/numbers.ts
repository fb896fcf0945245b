/** The words of the screen "Numbers". */
export const numbers = {
  title: "Numbers",
  reading: "Reading the numbers…",
  team: "Team",
  allTeams: "All teams",
  range: "Range",
  lastDays: (days: number) => (days === 365 ? "1 year" : `${days} days`),
  from: "From",
  to: "To",
  show: "Show",
  download: "Download as CSV",
  madeIn: (from: string, to: string, zone: string) =>
    `Escalations handed off from ${from} to ${to}, ${zone} time`,
  asOf: (time: string) => `as of ${time}`,
  none: "No escalations in this range",
  noneHelp: "Choose a longer range, or another team.",
  claim: {
    title: "Time to pick-up",
    half: "Half within",
    nine: "9 of 10 within",
    most: "99 of 100 within",
    longest: "Longest",
    waiting: "Still waiting",
    counted: (waiting: number) =>
      waiting === 0
        ? "Nobody waits now."
        : waiting === 1
          ? "The one that still waits is counted at its present age."
          : `The ${waiting} that still wait are counted at their present age.`,
    scale: "From hand-off to pick-up, on a scale that grows tenfold",
  },
  states: {
    title: "What became of them",
    created: "Handed off",
    claimed: "Picked up",
    open: "Waiting now",
    returned: "Returned",
    withdrawn: "Withdrawn",
    superseded: "Replaced",
    resolved: "Resolved",
    action: "First action after pick-up",
    actionHelp: (nine: string) => `9 of 10 within ${nine}`,
    readBack: "Read back",
    readBackHelp: "of those picked up",
  },
  day: {
    title: "By day",
    column: "Day",
    summary: "Escalations and typical time to pick-up for each day; the same numbers are in the table below",
  },
  hour: {
    title: "By hour of day",
    column: "Hour",
    summary: "Escalations and typical time to pick-up for each hour; the same numbers are in the table below",
  },
  created: "Escalations",
  claimed: "Picked up",
  handedOff: "Handed off",
  typical: "Half within",
  nineOfTen: "9 of 10 within",
  asTable: "As a table",
  now: (label: string, created: number, typical: string | null) =>
    `${label}: ${created} ${created === 1 ? "escalation" : "escalations"}${typical === null ? "" : `, half within ${typical}`}`,
  priority: {
    title: "By priority",
    column: "Priority",
    low: "Low",
    normal: "Normal",
    high: "High",
    critical: "Critical",
  },
  domain: { title: "By domain", column: "Domain", none: "No domain" },
  member: { title: "By member", column: "Member" },
  agreement: {
    title: "Were the assessments right?",
    column: "Made by",
    rules: "Baton's rules",
    all: "All",
    verdicts: { right: "Right", partly: "Partly", wrong: "Wrong", unrated: "Not judged" },
    none: "No escalation of this range has an assessment.",
  },
};
