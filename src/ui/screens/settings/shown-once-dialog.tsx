import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../words/speak.ts";

interface Props {
  title: string;
  /** What it is called. */
  label: string;
  secret: string;
  onClose: () => void;
  /** What else is worth knowing of it. */
  children?: ComponentChildren;
}

/** Shows a key or secret this once. It shuts by its button alone: a slip of Escape must not lose it. */
export function ShownOnceDialog({ title, label, secret, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const copier = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "by_hand">("no");
  const { shownOnce: said } = words.value.settings;
  useEffect(() => {
    dialog.current?.showModal();
    copier.current?.focus();
  }, []);

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setCopied("yes");
    } catch {
      // A browser without a clipboard for this page: the text is marked, and the person copies it.
      setCopied("by_hand");
    }
  };

  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-labelledby="shown-once"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // Browsers let a second Escape through whatever `cancel` is answered.
        if (event.key === "Escape") event.preventDefault();
      }}
      onClose={onClose}
    >
      <h2 id="shown-once">
        <bdi>{title}</bdi>
      </h2>
      <p class="note note-warn">{said.warning}</p>
      <div class="key">
        <input
          ref={field}
          readOnly
          aria-label={label}
          value={secret}
          onFocus={() => field.current?.select()}
        />
        <button ref={copier} type="button" class="primary" onClick={() => void copy()}>
          {copied === "yes" ? said.copied : said.copy}
        </button>
      </div>
      <p class="quiet" role="status">
        {copied === "yes" && <span class="unseen">{said.copied}</span>}
        {copied === "by_hand" && said.copyByHand}
      </p>
      {children}
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {said.done}
        </button>
      </div>
    </dialog>
  );
}
