import type { Documentation } from "../../contract/session.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

/** Who wrote a text, a person, the rules or a model, and when. */
export function WrittenBy({ text: { source, created_at } }: { text: Omit<Documentation, "text"> }) {
  const { written, documentation } = words.value.session;
  const by: Record<string, string> = { rules: written.rules, member: documentation.edited };
  return (
    <>
      {by[source] ?? written.model(source)} <Ago at={created_at} />
    </>
  );
}
