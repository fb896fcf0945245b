import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { newWebhookSecret, signWebhook } from "../../src/platform/sign-webhook.ts";

const BODY = '{"type":"handoff_created","data":{"problem_summary":"VPN – “drops”"}}';
/** The bytes 0 to 31. */
const SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

it("signs as was reckoned once by another hand (Python's hmac)", async () => {
  expect(await signWebhook([SECRET], { id: "msg_1", at: 1_700_000_000_999, body: BODY })).toEqual({
    "webhook-id": "msg_1",
    "webhook-timestamp": "1700000000",
    "webhook-signature": "v1,ljoGDvj1VFfz+aBA6htFfISB/AlpUtk0NZuvZOqWprY=",
  });
});

it("signs with each secret, and both are accepted by the Standard Webhooks package", async () => {
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  const headers = await signWebhook(secrets, { id: "msg_1", at: Date.now(), body: BODY });
  for (const secret of secrets) expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(newWebhookSecret()).verify(BODY, headers)).toThrow();
});
