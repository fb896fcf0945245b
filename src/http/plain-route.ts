import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

/** A route outside the operations: it answers by itself, whoever calls. */
export interface PlainRoute {
  method: "GET" | "POST";
  path: string;
  /** Only while the demo is on; otherwise the path does not exist. */
  demo?: boolean;
  answer: (c: Context<AppEnv>) => Response | Promise<Response>;
}
