import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../words/speak.ts";
import { toolWords } from "../../words/tool-words.ts";

/** A value that is shown this once. */
export interface ShownOnce {
  label: string;
  value: string;
}

interface Props {
  title: string;
  secrets: readonly ShownOnce[];
  onClose: () => void;
}

/** Shows what is new and secret, this once. It shuts by its button alone: a slip of Escape must not lose it. */
export function NewKeyDialog({ title, secrets, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { keys: said } = words.value.settings;
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("button")?.focus();
  }, []);

  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-labelledby="new-key"
      onCancel={(event) => event.preventDefault()}
      onClose={onClose}
    >
      <h2 id="new-key">
        <bdi>{title}</bdi>
      </h2>
      <p class="note note-warn">{said.warning}</p>
      {secrets.map((secret) => (
        <Secret key={secret.label} {...secret} isAlone={secrets.length === 1} />
      ))}
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {said.done}
        </button>
      </div>
    </dialog>
  );
}

function Secret({ label, value, isAlone }: ShownOnce & { isAlone: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "by_hand">("no");
  const { keys: said } = words.value.settings;
  const { connect } = toolWords.value.integrations;

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied("yes");
    } catch {
      // A browser without a clipboard for this page: the text is marked, and the person copies it.
      setCopied("by_hand");
    }
  };

  return (
    <>
      {!isAlone && <p class="copy-label">{label}</p>}
      <div class="key">
        <input
          ref={field}
          readOnly
          aria-label={label}
          value={value}
          onFocus={() => field.current?.select()}
        />
        <button
          type="button"
          class="primary"
          {...(!isAlone && { "aria-label": connect.copyOf(label) })}
          onClick={() => void copy()}
        >
          {copied === "yes" ? said.copied : said.copy}
        </button>
      </div>
      <p class="quiet" role="status">
        {copied === "yes" && <span class="unseen">{said.copied}</span>}
        {copied === "by_hand" && said.copyByHand}
      </p>
    </>
  );
}
