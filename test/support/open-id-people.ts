import { newId } from "../../src/platform/new-id.ts";

export const NORTHWIND = "5f1e2c7a-0d4b-4c53-9f7a-3f2f6a1b7c10";

/** A person as Google vouches for them: of a Workspace whose domain their address is in. */
export function atGoogle(email: string, rest: object = {}) {
  return { sub: newId(), name: "Nora at Google", email, email_verified: true, hd: "test.example", ...rest };
}

/** A person as Microsoft vouches for them: of a tenant that has proved to own their address's domain. */
export function atMicrosoft(email: string, rest: object = {}) {
  return {
    oid: newId(),
    sub: newId(),
    tid: NORTHWIND,
    name: "Nora at Microsoft",
    email,
    xms_edov: true,
    ...rest,
  };
}
