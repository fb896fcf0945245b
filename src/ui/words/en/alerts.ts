/** What is said of the alerts that a tool has reported. */
export const alerts = {
  times: (count: number) => `×${count}`,
  timesWords: (count: number) => `reported ${count} times`,
  last: "last",
  first: "First seen",
  lastSeen: "Last seen",
  title: "Alerts",
  open: (open: number, all: number) => (open === all ? `${all} open` : `${open} of ${all} open`),
  ended: "ended",
  more: "Only the first 200 are listed.",
};
