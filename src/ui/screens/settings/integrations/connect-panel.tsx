import type { Integration } from "../../../../contract/integration.ts";
import { CopyBlock } from "../../../components/copy-block.tsx";
import { toolWords } from "../../../words/tool-words.ts";
import { freshKey } from "./fresh-key.ts";
import { setupOf } from "./tool-setup.ts";

/** Stands in the texts for a key that nobody can read any more. */
const PLACEHOLDER = "KEY";

/** The key of an integration while it is known, else what stands for it. */
export function keyOf({ id }: Pick<Integration, "id">): { key: string; isKnown: boolean } {
  const fresh = freshKey.value;
  return fresh?.integrationId === id
    ? { key: fresh.key, isKnown: true }
    : { key: PLACEHOLDER, isKnown: false };
}

/** Says exactly what to paste where, so that the tool posts here. */
export function ConnectPanel({ integration }: { integration: Integration }) {
  const { connect: said } = toolWords.value.integrations;
  const { kind, key_prefix, signed } = integration;
  const { key, isKnown } = keyOf(integration);
  return (
    <section class="panel" aria-labelledby="connect">
      <h2 id="connect">{said.title}</h2>
      <p>{said.how[kind]}</p>
      {setupOf(kind, location.origin, key).map(({ label, text }) => (
        <CopyBlock key={label} label={said.labels[label]} text={text} />
      ))}
      <p class="quiet">{isKnown ? said.fresh : said.placeholder(key_prefix)}</p>
      {signed && <p class="note note-warn">{said.signed}</p>}
    </section>
  );
}
