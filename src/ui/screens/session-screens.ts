/** The screens about one session, which come together when the first of them is asked for. */
export { HandoffContext } from "./handoff-context.tsx";
export { SessionView } from "./session-view.tsx";
export { Sessions } from "./sessions.tsx";
