import { copyText } from "../copy-text.ts";
import { toolWords } from "../words/tool-words.ts";

/** Text to paste somewhere else, with a button that copies it. */
export function CopyBlock({ label, text }: { label: string; text: string }) {
  const { connect: said } = toolWords.value.integrations;
  return (
    <div class="copy-block">
      <p class="copy-label">{label}</p>
      {/* It may be wider than its box: whoever has only a keyboard scrolls it. */}
      <pre tabIndex={0} role="group" aria-label={label} translate={false}>
        <code>{text}</code>
      </pre>
      <button
        type="button"
        aria-label={said.copyOf(label)}
        onClick={() => void copyText(text, said.copied(label))}
      >
        {said.copy}
      </button>
    </div>
  );
}
