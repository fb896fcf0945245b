import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBaton } from "../src/local/run-baton.ts";
import type { Subscription } from "./load/wire.ts";
import { logEnd } from "./log-end.ts";
import { SESSION, notes } from "./peer-event.ts";
import { type Answered, sendOk, send } from "./post.ts";
import type { Stoppable, Target } from "./target.ts";

const PATIENCE_OF_JOBS = 2_200;

/** A Baton that is measured, by its HTTP API alone. */
export interface Baton extends Stoppable {
  url: string;
  port: number;
  account: string;
  /** Somebody's login token. */
  signIn(name: string): Promise<string>;
  /** A session of Priya's to hand off. */
  newSession(): Promise<string>;
  escalate(session: string, notes: string): Promise<Answered>;
  /** The same without mails: lists change, nobody is told. */
  park(session: string, notes: string): Promise<Answered>;
  /** Takes a handoff of Priya's back. */
  withdraw(handoff: { id: string; session_id: string }): Promise<unknown>;
  /** Where the log ends. */
  position(): Promise<{ epoch: string; seq: number }>;
  /** A stream of a new API key, as each key may open only so many a minute. */
  subscription(flavour: "ws" | "sse"): Promise<Subscription>;
  target(flavour: "ws" | "sse"): Target;
}

/**
 * Starts the production bundle on plain workerd with the demo's people, in a folder that goes with it. The peers have no
 * page, so it has none either unless it is asked for: none of them stands behind Miniflare's emulated asset router.
 */
export async function startBaton({ page = false } = {}): Promise<Baton> {
  const stateFolder = mkdtempSync(join(tmpdir(), "baton-bench-"));
  const running = await runBaton({
    stateFolder,
    seed: true,
    reuseBuild: true,
    page,
    variables: { DEMO_MODE: "on" },
  });
  const stop = async () => {
    await running.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  };
  return { ...(await useBaton(running.url)), stop };
}

/** What can be done with a Baton that runs somewhere with the demo's people. */
export async function useBaton(url: string): Promise<Omit<Baton, "stop">> {
  const api = `${url}/api/v1`;
  const port = Number(new URL(url).port);
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const meet = (name: string) =>
    sendOk<{ token: string; account: { id: string } }>("POST", `${api}/demo/sign-in`, {
      email: `${name}@northwind.example`,
    });
  const signIn = async (name: string) => (await meet(name)).token;
  const { token: owner, account } = await meet("olivia");
  const priya = await signIn("priya");
  // Nobody picks up what is measured: hundreds of reminders in the middle of another measurement would be part of it.
  const day = 24 * 60;
  const calm = { remind_after_minutes: [], widen_after_minutes: day, repeat_every_minutes: day };
  await sendOk("PUT", `${api}/account/escalation-policy`, calm, bearer(owner));

  const newSession = async () =>
    (await sendOk<{ id: string }>("POST", `${api}/ai-sessions`, SESSION, bearer(priya))).id;
  const handOff = (intent: "escalate" | "park") => (session: string, text: string) => {
    const body = { intent, engineer_notes: text };
    return send("POST", `${api}/ai-sessions/${session}/handoff`, body, bearer(priya));
  };
  const escalate = handOff("escalate");
  const position = async () => {
    const answer = await fetch(`${api}/ai-sessions/queue?limit=1`, { headers: bearer(priya) });
    const [epoch = "", seq] = (answer.headers.get("x-stream-position") ?? "").split(".");
    return { epoch, seq: Number(seq) };
  };
  const subscription = async (flavour: "ws" | "sse"): Promise<Subscription> => {
    const body = { name: "Bench", scopes: ["read"] };
    const { key } = await sendOk<{ key: string }>("POST", `${api}/api-keys`, body, bearer(owner));
    const path = "/api/v1/ai-sessions/escalations/stream";
    return { flavour, port, path, headers: bearer(key), acks: flavour === "ws" };
  };
  const target = (flavour: "ws" | "sse"): Target => {
    const sessions: string[] = [];
    return {
      name: `Baton (${flavour === "ws" ? "WebSocket" : "SSE"})`,
      // The mails of a burst go out a second after it, and what became of them is told on the stream.
      settles: PATIENCE_OF_JOBS,
      prepare: async (events) => {
        while (sessions.length < events) sessions.push(await newSession());
      },
      publish: async (marker) => {
        const answered = await escalate(sessions.pop() ?? (await newSession()), notes(marker));
        if (answered.status !== 201) throw new Error(`escalate: ${JSON.stringify(answered.body)}`);
        return answered;
      },
      subscription: () => subscription(flavour),
      end: () => logEnd(position),
    };
  };
  return {
    url,
    port,
    account: account.id,
    signIn,
    newSession,
    escalate,
    park: handOff("park"),
    withdraw: ({ id, session_id }) =>
      sendOk(
        "POST",
        `${api}/ai-sessions/${session_id}/handoffs/${id}/withdraw`,
        { reason: "Measured" },
        bearer(priya),
      ),
    position,
    subscription,
    target,
  };
}
