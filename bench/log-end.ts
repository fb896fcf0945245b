import { clock, pause } from "./clock.ts";

const REST = 500;
const PATIENCE = 10_000;

/** The log's last number, once nothing has been added to it for a while: mails are told of after their handoff. */
export async function logEnd(position: () => Promise<{ seq: number }>): Promise<number> {
  const restBy = clock() + PATIENCE;
  let { seq } = await position();
  for (let since = clock(); clock() - since < REST && clock() < restBy;) {
    await pause(50);
    const now = await position();
    if (now.seq !== seq) since = clock();
    seq = now.seq;
  }
  return seq;
}
