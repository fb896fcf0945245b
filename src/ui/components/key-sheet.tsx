import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { noticesOn, noticesRefused, soundOn, switchNotices, switchSound } from "../attention.ts";
import { KEYS, type KeyVerb } from "../match-key.ts";
import { keysOn, switchKeys } from "../use-keys.ts";
import { words } from "../words/spoken.ts";

/** Whether the sheet is open; any screen may open it. */
export const sheetOpen = signal(false);

// The names of an object that is written out in match-key.ts.
const VERBS = Object.keys(KEYS) as KeyVerb[];

/** What draws attention, and every key: with the switches for both. */
export function KeySheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = sheetOpen.value;
  const { attention, keys } = words.value.queue;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="key-sheet"
      onClose={() => (sheetOpen.value = false)}
      onKeyDown={(event) => event.key === "?" && (sheetOpen.value = false)}
      onClick={(event) => event.target === dialog.current && (sheetOpen.value = false)}
    >
      <div class="sheet-body">
        <h2 id="key-sheet">{attention.title}</h2>
        <Switch on={soundOn.value} says={attention.sound} onTurn={switchSound} />
        <Switch on={noticesOn.value} says={attention.notices} onTurn={(on) => void switchNotices(on)} />
        {noticesRefused.value && <p class="field-error">{attention.refused}</p>}
        <Switch on={keysOn.value} says={attention.keys} onTurn={switchKeys} />
        <p class="quiet">{attention.here}</p>
        <h3>{keys.title}</h3>
        <dl class="keys" data-off={!keysOn.value}>
          {VERBS.map((verb) => (
            <div key={verb}>
              <dt>
                {KEYS[verb].split(" ").map((key) => (
                  <kbd key={key}>{key === "Escape" ? "Esc" : key}</kbd>
                ))}
              </dt>
              <dd>{verb === "close" ? keys.close_verb : keys[verb]}</dd>
            </div>
          ))}
        </dl>
        <button type="button" onClick={() => (sheetOpen.value = false)}>
          {keys.close}
        </button>
      </div>
    </dialog>
  );
}

function Switch({ on, says, onTurn }: { on: boolean; says: string; onTurn: (on: boolean) => void }) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
      {says}
    </label>
  );
}
