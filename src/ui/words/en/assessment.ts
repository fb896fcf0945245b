/** The words of what is made of a problem: assessment, verdict, where to start, briefing. */
export const assessment = {
  assessment: {
    cause: "Likely cause",
    steps: "Suggested steps",
    rests: "What it rests on",
    hypothesis: "hypothesis",
    rules: "From Baton's own rules; no language model was asked or none answered",
    model: (name: string, seconds: string) => `From a language model (${name}), in ${seconds}`,
    confidence: {
      low: "Low confidence: a first guess",
      medium: "Medium confidence: likely, not certain",
      high: "High confidence: the evidence fits well",
    },
    missing: {
      pending: "The assessment is on its way; it appears here by itself.",
      unavailable: "No assessment could be made. What has been tried is complete without it.",
      none: "A parked session gets no assessment.",
      ready: "The assessment is ready but could not be read. Reload the page.",
    },
    refs: {
      step: (number: number) => `step ${number}`,
      message: "a message",
      before: (problem: string) => `Resolved before: “${problem}”`,
      stepThere: (title: string) => `The step there: “${title}”`,
      noProblem: "no problem described",
      gone: "Something that can no longer be found",
      unread: "Cannot be looked up now",
      reading: "Looking it up…",
    },
  },
  verdict: {
    ask: "Was this assessment right?",
    hint: "Say so once you know: the numbers count it.",
    verdicts: { right: "Right", partly: "Partly right", wrong: "Wrong" },
    comment: "Comment",
    commentHint: "What it really was, or what misled it.",
    send: "Save verdict",
    sent: "Verdict saved",
    change: "Change verdict",
    by: (name: string) => `Judged by ${name}`,
  },
  start: {
    confirm: (title: string) => `Confirm that “${title}” has really settled it.`,
    settle: (title: string) => `Settle “${title}”.`,
    beyond: (title: string) => `Look beyond “${title}”.`,
    see: (device: string) => `See the problem for yourself on ${device}.`,
    call: (contact: string) => `Call ${contact} and see the problem for yourself.`,
    look: "See the problem for yourself, and record what you try as steps.",
    why: {
      confirm: "It is the last step, and it worked.",
      suggested: {
        low: "The assessment suggests it first; it is a guess.",
        medium: "The assessment suggests it first; likely, not certain.",
        high: "The assessment suggests it first; the evidence fits well.",
      },
      settle: "It was inconclusive, so it rules nothing out yet.",
      beyond: (failed: number) =>
        failed === 1
          ? "It did not help, so the cause is not what it would have fixed."
          : `It and ${failed - 1} more did not help, so the cause is not what they would have fixed.`,
      untried: "No step is on record, so nothing is ruled out yet.",
    },
  },
  written: {
    rules: "Written from the record",
    model: (name: string) => `Written by a language model (${name})`,
  },
  briefing: {
    title: "Briefing",
    about: "everything you should know, in one minute",
    writing: "Being written…",
    written: "Briefing written",
    copy: "Copy briefing",
    copied: "Briefing copied",
    older: "The assessment has changed since this was written.",
    again: "Read it anew",
  },
};
