import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { WayOut } from "./way-out.ts";

/** A form that was asked for: what has to be typed has the focus, and there is a way out. */
export function OpenedForm({ onClose, children }: { onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const enter = () => {
    if (box.current === null || box.current.contains(document.activeElement)) return;
    const field = box.current.querySelector<HTMLInputElement>("textarea, input:not([type=radio])");
    (field ?? box.current.querySelector<HTMLElement>("button"))?.focus();
    field?.select();
  };
  // Before anything else can be typed: the next key belongs to the form.
  useLayoutEffect(enter, []);
  // And once more where the form came with its screen, whose heading takes the focus in between.
  useEffect(enter, []);
  return (
    <div ref={box} class="opened-form">
      <WayOut.Provider value={onClose}>{children}</WayOut.Provider>
    </div>
  );
}
