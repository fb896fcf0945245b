/** The words of the settings about language models. */
export const assessmentSettings = {
  intro: "Who makes assessments, briefings and documentation: a language model, or Baton's own rules.",
  model: "Model",
  noModel:
    "This Baton has no language model: Baton's own rules make everything, and nothing leaves the account. These settings count once one is set up.",
  sources: { openai_compatible: "OpenAI-compatible endpoint", workers_ai: "Workers AI" },
  today: "Calls today",
  used: (calls: number, most: number | null) => (most === null ? `${calls}` : `${calls} of ${most}`),
  spent: "Today's calls are used up: until midnight UTC, Baton's own rules answer.",
  useModel: "Ask a language model",
  on: "Without an answer within seconds, the rules answer.",
  off: "Nothing of this account goes to a language model. Baton's own rules answer at once, from what is on record: what was tried, known signs, and what resolved the like before.",
  calls: "Calls a day at most",
  callsHint: "A day is counted in UTC. Past that the rules answer, and nothing leaves the account.",
  leaves: {
    title: "What leaves the account",
    when: "Only to the language model that is set up for this Baton, and only while it is switched on:",
    sent: [
      [
        "Assessment",
        "Problem and domain, the engineer's notes, what the form or alert said, the newest 40 steps, the last 10 messages (200 characters each), and problem and resolution of at most three similar resolved sessions of this account.",
      ],
      [
        "Briefing",
        "Problem, domain, priority, time, notes, the newest 40 steps, branches, and the assessment.",
      ],
      [
        "Documentation",
        "Problem, domain, status, resolution, the newest 100 steps, branches, and the last 40 messages (400 characters each).",
      ],
    ] as [string, string][],
    never:
      "Never sent: the fields for customer, contact, device and ticket, the names and addresses of your people, and evidence links. A name that somebody wrote into a note or message is sent with it.",
    secrets:
      "What looks like a password, key, token or card number is replaced by [redacted] before anything is sent. That is a net, not a promise.",
    data: "The model only writes text: it has no tools, and nobody but people acts on its answer.",
  },
};
