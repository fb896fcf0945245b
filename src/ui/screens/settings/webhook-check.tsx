import { words } from "../../words/speak.ts";

const SAMPLE = `import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.BATON_SECRET); // whsec_…
const event = webhook.verify(body, request.headers); // throws`;

/** How a receiver knows that a post is Baton's. */
export function WebhookCheck() {
  const { check } = words.value.webhooks;
  return (
    <section class="panel webhook-check" aria-labelledby="check">
      <details>
        <summary>
          <h2 id="check">{check.title}</h2>
        </summary>
        <p>{check.intro}</p>
        <pre class="body" tabIndex={0} role="group" aria-label="Node" translate={false}>
          {SAMPLE}
        </pre>
        <p>{check.byHand}</p>
        <ol>
          {check.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}
