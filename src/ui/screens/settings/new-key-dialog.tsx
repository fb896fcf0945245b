import { useEffect, useRef, useState } from "preact/hooks";
import type { CreatedApiKey } from "../../../contract/api-key.ts";
import { words } from "../../words/speak.ts";

/** Shows a new key this once. It shuts by its button alone: a slip of Escape must not lose the key. */
export function NewKeyDialog({ made, onClose }: { made: CreatedApiKey; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const copier = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "by_hand">("no");
  const { keys: said } = words.value.settings;
  useEffect(() => {
    dialog.current?.showModal();
    copier.current?.focus();
  }, []);

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(made.key);
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
      aria-labelledby="new-key"
      onCancel={(event) => event.preventDefault()}
      onClose={onClose}
    >
      <h2 id="new-key">
        <bdi>{said.newTitle(made.name)}</bdi>
      </h2>
      <p class="note note-warn">{said.warning}</p>
      <div class="key">
        <input
          ref={field}
          readOnly
          aria-label={said.key}
          value={made.key}
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
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {said.done}
        </button>
      </div>
    </dialog>
  );
}
