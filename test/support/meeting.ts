import { env } from "cloudflare:workers";
import { until } from "./until.ts";

const statements = Object.getPrototypeOf(env.DB.prepare("SELECT 1")) as D1PreparedStatement;
const { all } = statements;

/** So many round trips to the database last longer than a nudge takes to the object and what it does there. */
const A_WHILE = 4;

/** Something that happens in a meeting; it says when it has written, if it is to write. */
export interface Step {
  late: boolean;
  writes: boolean;
  happen: (written: () => void) => Promise<unknown>;
}

/**
 * Lets things happen at once. The late ones begin when one of the others makes the log be read, and that read is answered
 * when they have written and a nudge has had its time: what they tell meets what was read before.
 */
export async function meet(steps: readonly Step[]): Promise<void> {
  const early = steps.filter(({ late }) => !late);
  const late = steps.filter((step) => step.late);
  let begun = early.length === 0;
  let isOver = false;
  let toWrite = late.filter(({ writes }) => writes).length;
  statements.all = async function held<T>(this: D1PreparedStatement & { statement?: string }) {
    const answer = (await all.call(this)) as D1Result<T>;
    if (late.length > 0 && this.statement?.startsWith("SELECT * FROM account_events")) {
      begun = true;
      await until(() => toWrite === 0 || isOver);
      for (let trip = 0; trip < A_WHILE; trip++) await all.call(env.DB.prepare("SELECT 1"));
    }
    return answer;
  };
  try {
    const going = early.map(({ happen }) => happen(() => undefined));
    const done = Promise.allSettled(going).then(() => (begun = true));
    if (late.length > 0) await until(() => begun);
    const following = late.map(async ({ writes, happen }) => {
      let isOwing = writes;
      const written = () => {
        if (isOwing) toWrite--;
        isOwing = false;
      };
      await happen(written).finally(written);
    });
    await Promise.all([...going, ...following, done]);
  } finally {
    isOver = true;
    statements.all = all;
  }
}
