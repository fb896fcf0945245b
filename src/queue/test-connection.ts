import type { PsaTest } from "../contract/psa-connection.ts";
import type { DomainContext } from "../domain/context.ts";
import { loadConnection } from "../domain/psa/connection-row.ts";
import { recordTest } from "../domain/psa/connections.ts";
import type { Fetch } from "../psa/ask-psa.ts";
import { openConnection } from "./open-connection.ts";

/** Somebody waits for a test, so all of its calls together take no longer than this, ms. */
export const TEST_PATIENCE_MS = 8_000;

/**
 * Asks a PSA whether the connection works, learning anew where it is, and keeps what it says.
 * @throws DomainError `not_found`
 */
export async function testConnection(
  ctx: DomainContext,
  env: Env,
  id: string,
  { fetch, patience }: { fetch: Fetch; patience: number } = {
    fetch: (input, init) => globalThis.fetch(input, init),
    patience: TEST_PATIENCE_MS,
  },
): Promise<PsaTest> {
  const connection = await loadConnection(ctx, id);
  const memory = { learned: {}, learned_at: null };
  const ends = AbortSignal.timeout(patience);
  const opened = await openConnection({ env, fetch, now: () => ctx.now, ends }, connection, memory);
  const said = await verify(opened);
  const result =
    ends.aborted && !said.ok
      ? { ok: false, detail: `${said.detail} A test waits ${patience / 1000} s for all of its answers.` }
      : said;
  await recordTest(ctx, connection, result, memory);
  return result;
}

async function verify(opened: Awaited<ReturnType<typeof openConnection>>): Promise<PsaTest> {
  if ("refused" in opened) return { ok: false, detail: opened.refused };
  const result = await opened.psa.verify();
  switch (result.kind) {
    case "ok":
      return { ok: true, detail: result.value };
    case "permanent":
      return { ok: false, detail: result.reason };
    case "retry":
    case "ambiguous":
      return { ok: false, detail: result.error };
  }
}
