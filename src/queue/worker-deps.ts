import { modelFor } from "../assessment/model-for.ts";
import type { ModelSource } from "../assessment/model-source.ts";
import { devMailbox } from "../channels/dev-mailbox.ts";
import type { Outside } from "../channels/call-outside.ts";
import type { AskableChannel } from "../channels/channel.ts";
import { postmarkMailer } from "../channels/mailer.ts";
import { noMail } from "../channels/no-mail.ts";
import type { Fetch } from "../psa/ask-psa.ts";
import { type Db, openDb } from "../db/client.ts";
import { type DomainContext, nothingCommitted } from "../domain/context.ts";
import { findDevMail, keepDevMail } from "../domain/deliveries/dev-mail.ts";
import { type Chats, chatsFor, outsideFor } from "./outside-channels.ts";
import { newId } from "../platform/new-id.ts";

/** What the work behind the requests needs. */
export interface WorkerDeps {
  env: Env;
  db: Db;
  mailer: AskableChannel;
  chats: Chats;
  /** How addresses that others have chosen are reached. */
  outside: Outside;
  /** The language model that is configured, if one is. */
  model: ModelSource | null;
  /** The network, as PSA systems are reached. */
  fetch: Fetch;
  now: () => number;
  random: () => number;
}

export function workerDeps(env: Env): WorkerDeps {
  const db = openDb(env.DB);
  const outside = outsideFor(env);
  const network: Fetch = (input, init) => fetch(input, init);
  return {
    env,
    db,
    mailer: mailerFor(env, db),
    chats: chatsFor(env, outside),
    outside,
    model: modelFor(env),
    fetch: network,
    now: Date.now,
    random: Math.random,
  };
}

/** Postmark where a token is configured; in demo mode the development mailbox; else nothing can be sent. */
function mailerFor(env: Env, db: Db): AskableChannel {
  const sender = { from: env.MAIL_FROM, reply_to: env.MAIL_REPLY_TO };
  if (env.POSTMARK_TOKEN) {
    const call = (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init);
    return postmarkMailer({ token: env.POSTMARK_TOKEN, ...sender, host: env.POSTMARK_HOST, fetch: call });
  }
  if (env.DEMO_MODE !== "on") return noMail;
  const mailbox = devMailbox({
    keep: (mail) => keepDevMail(db, mail, { id: newId(), now: Date.now() }),
    find: (name, value) => findDevMail(db, name, value),
  });
  return postmarkMailer({ token: "development", ...sender, fetch: mailbox });
}

/** A context in which Baton itself acts. */
export function systemContext(deps: WorkerDeps, accountId: string): DomainContext {
  return {
    db: deps.db,
    actor: { kind: "system", name: "Baton" },
    account_id: accountId,
    now: deps.now(),
    newId,
    keyed: null,
    ahead: null,
    committed: nothingCommitted(),
  };
}
