import type { Baton } from "../baton.ts";
import { pause } from "../clock.ts";
import { send, sendOk } from "../post.ts";
import type { Report } from "../report.ts";
import { startWorker } from "../start-worker.ts";
import { median, overRounds } from "../statistics.ts";
import { Volley } from "../volley.ts";

const CLAIMS = 100;
const PEOPLE = ["olivia", "adam", "priya", "sam"];

/** Row 6: a hundred claims of one handoff at once, beside a bare Worker with a guarded update. */
export async function measureClaims(baton: Baton, rounds: number): Promise<Report> {
  const bare = await startWorker({ entry: "claim-worker.js", d1Databases: { DB: "claims" } });
  const barePort = Number(new URL(bare.url).port);
  const tokens: string[] = [];
  for (const name of PEOPLE) tokens.push(await baton.signIn(name));
  const priya = tokens[2] ?? "";
  const ours: number[] = [];
  const theirs: number[] = [];
  let wrong = 0;
  let winners = 0;
  const other: number[] = [];
  try {
    // The first two rounds warm both up.
    for (let round = -2; round < rounds; round++) {
      const session = await baton.newSession();
      const { body } = await baton.escalate(session, "Claimed by a hundred.");
      const { id } = body as { id: string };
      await pause(1500);
      const volley = await Volley.open(baton.port, CLAIMS);
      await volley.greet("/healthz");
      const claims = Array.from({ length: CLAIMS }, (_, index) => ({
        headers: { Authorization: `Bearer ${tokens[index % tokens.length] ?? ""}` },
        body: "{}",
      }));
      const claimed = await volley.post(`/api/v1/ai-sessions/${session}/handoffs/${id}/claim`, claims);
      volley.close();
      const authorised = { Authorization: `Bearer ${priya}` };
      const timeline = await sendOk<{ items: { type: string }[] }>(
        "GET",
        `${baton.url}/api/v1/ai-sessions/${session}/handoffs/${id}/timeline`,
        undefined,
        authorised,
      );
      const won = timeline.items.filter(({ type }) => type === "handoff_claimed").length;
      const people = new Set(
        claimed.statuses.flatMap((status, index) => (status === 200 ? [index % tokens.length] : [])),
      ).size;

      const peerVolley = await Volley.open(barePort, CLAIMS);
      await send("POST", `${bare.url}/open/h${round}`, {});
      await peerVolley.greet("/healthz");
      const bodies = Array.from({ length: CLAIMS }, (_, index) => ({
        headers: {},
        body: `{"user":"u${index}"}`,
      }));
      const peers = await peerVolley.post(`/claim/h${round}`, bodies);
      peerVolley.close();
      if (round < 0) continue;
      other.push(...claimed.statuses.filter((status) => status !== 200 && status !== 409));
      ours.push(claimed.took);
      theirs.push(peers.took);
      winners += people;
      if (won !== 1 || people !== 1) wrong++;
    }
  } finally {
    await bare.stop();
  }
  const ratio = median(ours.map((took, index) => took / (theirs[index] ?? Number.NaN)));
  return {
    title: "6. A hundred claims of one handoff at once",
    method: `${rounds} interleaved rounds over ${CLAIMS} open connections, four people with 25 claims each (the winner's others are answered 200, unchanged). From the first byte sent to the last answer's first byte.`,
    table: [
      ["what", "all answered, ms", "winners a round"],
      ["Baton (login, event, ledger, poke)", overRounds(ours), String(winners / rounds)],
      ["bare Worker, guarded update", overRounds(theirs), "1"],
    ],
    verdicts: [
      {
        target: "one winner, one event",
        measured: `${wrong} rounds of ${rounds} were wrong`,
        met: wrong === 0,
      },
      { target: "at most 1.5 × the bare Worker", measured: `${ratio.toFixed(2)} ×`, met: ratio <= 1.5 },
    ],
  };
}
