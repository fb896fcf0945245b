import type { NewPsaConnection } from "../../src/contract/psa-connection.ts";
import type { PsaKind } from "../../src/contract/psa.ts";
import { newId } from "../../src/platform/new-id.ts";
import type { PsaRoom, PsaStep } from "./psa-server/room.ts";

/** 32 bytes that the tests' receiver of webhooks knows. */
export const WEBHOOK_SECRET = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/** One company's PSA on the tests' server, and what connects to it. */
export interface TestPsa {
  connection: NewPsaConnection;
  script(...script: PsaStep[]): Promise<void>;
  read(): Promise<PsaRoom>;
}

/** A company of its own with a PSA of this kind. */
export function makePsa(kind: PsaKind): TestPsa {
  const company = `co-${newId().slice(-12)}`;
  const connection = connectionOf(kind, company);
  const room =
    kind === "autotask"
      ? `${company}@test.example`
      : kind === "webhook"
        ? `${company}.hooks.example.org`
        : company;
  const control = `https://psa-control/${room}`;
  return {
    connection,
    async script(...script) {
      await (await fetch(control, { method: "PUT", body: JSON.stringify({ script }) })).text();
    },
    read: async () => (await fetch(control)).json(),
  };
}

function connectionOf(kind: PsaKind, company: string): NewPsaConnection {
  const name = `PSA of ${company}`;
  switch (kind) {
    case "connectwise": {
      const credentials = {
        public_key: "pub-key",
        private_key: "priv-key",
        client_id: "6f1d7bb8-0a3c-4d55-9a1b-0d4c2f6f9b11",
      };
      return {
        kind,
        name,
        settings: { site: "na.myconnectwise.net", company_id: company, internal: true },
        credentials,
      };
    }
    case "halopsa": {
      const settings = { host: `${company}.halopsa.com`, outcome: "Private Note", internal: true };
      return {
        kind,
        name,
        settings,
        credentials: { client_id: "halo-client", client_secret: "halo-secret" },
      };
    }
    case "autotask": {
      const settings = { username: `${company}@test.example`, internal: true };
      return { kind, name, settings, credentials: { integration_code: "at-code", secret: "at-secret" } };
    }
    case "webhook": {
      const settings = {
        url: `https://${company}.hooks.example.org/baton`,
        ticket_url: "https://desk.example.org/t/{ticket}",
        internal: true,
      };
      return { kind, name, settings, credentials: { secret: WEBHOOK_SECRET } };
    }
  }
}
