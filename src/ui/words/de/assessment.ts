import type { Words } from "../words.ts";

type Spoken = "assessment" | "verdict" | "start" | "written" | "briefing";

export const assessment: Pick<Words["session"], Spoken> = {
  assessment: {
    cause: "Wahrscheinliche Ursache",
    steps: "Vorgeschlagene Schritte",
    rests: "Worauf das beruht",
    hypothesis: "Vermutung",
    rules:
      "Aus Batons eigenen Regeln, die Englisch schreiben; kein Sprachmodell wurde gefragt, oder keines hat geantwortet",
    model: (name, seconds) => `Von einem Sprachmodell (${name}), in ${seconds}`,
    confidence: {
      low: "Unsicher: eine erste Vermutung",
      medium: "Wahrscheinlich, aber nicht sicher",
      high: "Ziemlich sicher: die Belege passen gut",
    },
    missing: {
      pending: "Die Einschätzung kommt gleich; sie erscheint hier von selbst.",
      unavailable: "Es war keine Einschätzung möglich. Was versucht wurde, ist auch ohne sie vollständig.",
      none: "Eine geparkte Sitzung bekommt keine Einschätzung.",
      ready: "Die Einschätzung ist da, ließ sich aber nicht lesen. Laden Sie die Seite neu.",
    },
    refs: {
      step: (number) => `Schritt ${number}`,
      message: "eine Nachricht",
      before: (problem) => `Schon einmal gelöst: „${problem}“`,
      stepThere: (title) => `Der Schritt dort: „${title}“`,
      noProblem: "kein Problem beschrieben",
      gone: "Etwas, das sich nicht mehr finden lässt",
      unread: "Lässt sich gerade nicht nachsehen",
      reading: "Wird nachgesehen…",
    },
  },
  verdict: {
    ask: "Stimmte diese Einschätzung?",
    hint: "Sagen Sie es, sobald Sie es wissen: die Zahlen zählen es mit.",
    verdicts: { right: "Richtig", partly: "Teilweise richtig", wrong: "Falsch" },
    comment: "Kommentar",
    commentHint: "Was es wirklich war, oder was in die Irre führte.",
    send: "Urteil speichern",
    sent: "Urteil gespeichert",
    change: "Urteil ändern",
    by: (name) => `Beurteilt von ${name}`,
  },
  start: {
    confirm: (title) => `Nachprüfen, ob „${title}“ es wirklich behoben hat.`,
    settle: (title) => `„${title}“ zu Ende klären.`,
    beyond: (title) => `Die Ursache anderswo suchen als bei „${title}“.`,
    see: (device) => `Das Problem selbst ansehen, auf ${device}.`,
    call: (contact) => `${contact} anrufen und das Problem selbst ansehen.`,
    look: "Das Problem selbst ansehen und jeden Versuch als Schritt festhalten.",
    why: {
      confirm: "Es ist der letzte Schritt, und er hat geholfen.",
      suggested: {
        low: "Die Einschätzung schlägt es zuerst vor; sie ist eine Vermutung.",
        medium: "Die Einschätzung schlägt es zuerst vor; wahrscheinlich, aber nicht sicher.",
        high: "Die Einschätzung schlägt es zuerst vor; die Belege passen gut.",
      },
      settle: "Es blieb unklar und schließt darum noch nichts aus.",
      beyond: (failed) =>
        failed === 1
          ? "Es hat nicht geholfen; die Ursache ist also nicht, was es behoben hätte."
          : `Es und ${failed - 1} weitere haben nicht geholfen; die Ursache ist also nicht, was sie behoben hätten.`,
      untried: "Kein Schritt ist festgehalten, also ist noch nichts ausgeschlossen.",
    },
  },
  written: {
    rules: "Aus den Aufzeichnungen geschrieben",
    model: (name) => `Von einem Sprachmodell geschrieben (${name})`,
  },
  briefing: {
    title: "Kurzbericht",
    about: "alles Nötige in einer Minute",
    writing: "Wird geschrieben…",
    written: "Kurzbericht geschrieben",
    copy: "Kurzbericht kopieren",
    copied: "Kurzbericht kopiert",
    older: "Die Einschätzung hat sich geändert, seit das geschrieben wurde.",
    again: "Neu lesen",
  },
};
