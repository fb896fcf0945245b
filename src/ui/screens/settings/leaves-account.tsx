import { words } from "../../words/speak.ts";

/** In plain words, what a language model is sent of the account, and what it never is. */
export function LeavesAccount() {
  const { leaves: said } = words.value.settings.assessment;
  return (
    <section class="panel" aria-labelledby="leaves-account">
      <h2 id="leaves-account">{said.title}</h2>
      <p>{said.when}</p>
      <dl class="facts">
        {said.sent.map(([text, what]) => (
          <div key={text}>
            <dt>{text}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>{said.never}</p>
      <p>{said.secrets}</p>
      <p class="quiet">{said.data}</p>
    </section>
  );
}
