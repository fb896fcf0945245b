import { ModelFailure } from "./model-source.ts";

/** More is no answer to anything that Baton asks. */
const MOST_BYTES = 256 * 1024;

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** A fetch for a model's server: no redirect takes the key elsewhere, and no answer fills the memory. */
export function boundedFetch(call: Fetch): Fetch {
  return async (input, init) => {
    const answer = await call(input, { ...init, redirect: "manual" });
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      throw new ModelFailure("refused", answer.status);
    }
    return new Response(answer.body?.pipeThrough(atMost(MOST_BYTES)) ?? null, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}

function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new ModelFailure("unusable"));
      else controller.enqueue(chunk);
    },
  });
}
