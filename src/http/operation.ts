import type { Context } from "hono";
import type { z } from "zod";
import type { ProblemCode } from "../contract/problem.ts";
import type { Right } from "../contract/role.ts";
import type { DomainContext } from "../domain/context.ts";
import type { Reads } from "../domain/read-ahead.ts";
import type { ReadsOfAccount } from "../identity/authenticate.ts";
import type { AppEnv } from "./app-env.ts";
import type { Caller } from "./require-caller.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** What a handler is given: everything validated, the caller known. */
export interface Given<P, Q, B> {
  ctx: DomainContext;
  caller: Caller;
  params: P;
  query: Q;
  body: B;
  c: Context<AppEnv>;
}

/** One operation of the API: its whole contract, and the one call that carries it out. */
export interface Operation<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  id: string;
  method: Method;
  /** Below `/api/v1`, with `{name}` for what is taken from the path. */
  path: string;
  summary: string;
  tag: string;
  right: Right;
  params?: P;
  query?: Q;
  body?: B;
  /** What its verb reads first, so that it comes along with the query that recognises the caller. */
  ahead?: (params: z.infer<P>) => ReadsAhead;
  /** Refuses with `not_found` what the path names but is not there; asked only when the body has been refused. */
  exists?: (ctx: DomainContext, params: z.infer<P>) => Promise<unknown>;
  /** Which problems its verb has of its own, beside those that every operation of its kind has. */
  refuses?: readonly ProblemCode[];
  /** Whether it writes what must not be written twice; a POST that does not has no use for a key. Default true. */
  writes?: false;
  status: 200 | 201 | 202 | 204;
  /** The schema of the answer; none for 204, or where `stream` says what comes. */
  answer?: A;
  /** The media type of a streaming answer, beside or instead of JSON. */
  stream?: string;
  run: (given: Given<z.infer<P>, z.infer<Q>, z.infer<B>>) => Promise<z.infer<A> | Response | void>;
}

/** Reads of a verb, and the queries that they are for one account. */
export interface ReadsAhead {
  reads: unknown;
  queries: ReadsOfAccount;
}

/** The reads of a verb for what the path names. */
export function readsAhead<K>(reads: Reads<K>, key: K): ReadsAhead {
  return { reads, queries: (account) => reads(account, key) };
}

/** Declares an operation; the types of its handler follow from its schemas. */
export function operation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  declared: Operation<P, Q, B, A>,
): Operation {
  // The handler is called with what these very schemas returned, so the widening is safe.
  return declared as unknown as Operation;
}
