import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/spoken.ts";

/** A form that was asked for: what has to be typed has the focus, and there is a way out. */
export function OpenedForm({ onClose, children }: { onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = box.current?.querySelector<HTMLInputElement>("textarea, input:not([type=radio])");
    const first = field ?? box.current?.querySelector<HTMLElement>("button");
    first?.focus();
    field?.select();
  }, []);
  return (
    <div ref={box} class="opened-form">
      {children}
      <button type="button" class="link" onClick={onClose}>
        {words.value.session.next.cancel}
      </button>
    </div>
  );
}
