/** What Baton tells a browser, as far as it can be read. */
export interface Alert {
  title: string;
  body: string;
  /** What takes the place of what; null for what stands alone. */
  tag: string | null;
  kind: string | null;
  /** Where it leads inside the page. */
  path: string;
}

/** The kind of the message that says that nobody needs to act any more. */
const TAKEN = "taken";
const QUEUE = "/escalations";

/** Reads a message; one that makes no sense still says that there is something to look at. */
export function readAlert(text: string): Alert {
  const told = parse(text);
  const word = (name: string) => (typeof told[name] === "string" ? told[name] : null);
  const [kind, session, handoff] = [word("kind"), word("session_id"), word("handoff_id")];
  // Several in one message are not one of them.
  const isOne = kind !== "bundle" && session !== null && handoff !== null;
  return {
    title: word("title") ?? "Baton",
    body: word("body") ?? "",
    tag: word("tag"),
    kind,
    path: isOne ? `/sessions/${session}/handoffs/${handoff}` : QUEUE,
  };
}

/** Whether it only says that somebody has it, or that it needs nobody any more. */
export function isOver({ kind }: Alert): boolean {
  return kind === TAKEN;
}

/** Whether it asks for help: it stays until somebody has helped, and sounds again when it comes again. */
export function asksForHelp(alert: Alert): boolean {
  return alert.tag !== null && !isOver(alert);
}

function parse(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === "object" && told !== null ? { ...told } : {};
  } catch {
    return {};
  }
}
