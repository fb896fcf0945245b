import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { microsoftProvider } from "../../src/identity/providers/microsoft-provider.ts";
import { newId } from "../../src/platform/new-id.ts";

it("nobody waits longer for a provider that does not answer than it was given", async () => {
  const clientId = `client-${newId()}`;
  const script = JSON.stringify({ person: {}, tokens: "hangs", keys: "hangs" });
  await fetch(`http://${env.TEST_OPEN_ID}/control?client_id=${clientId}`, { method: "PUT", body: script });
  const app = { clientId, clientSecret: `${clientId}-secret`, tenant: "organizations" };
  const provider = microsoftProvider(app, 50);
  const given = { code: "code", codeVerifier: "verifier", redirectURI: "https://baton.example/back" };
  await expect(provider.validateAuthorizationCode(given)).rejects.toThrow("No answer within 50 ms.");

  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
  const idToken = `${part({ alg: "RS256", kid: "some-key" })}.${part({ aud: clientId })}.c2lnbmVk`;
  expect(await provider.getUserInfo({ idToken, expectedIdTokenNonce: "nonce" })).toBeNull();
});
