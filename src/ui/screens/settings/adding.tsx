import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./outside.css";

interface Props {
  label: string;
  /** There is nothing yet: the form is open by itself, and there is nothing to go back to. */
  isFirst: boolean;
  /** The form, which says that it is done or given up; null where it cannot be given up. */
  children: (ways: { onDone: () => void; onCancel: (() => void) | null }) => ComponentChildren;
}

/** A button that opens the form to add one more. The focus goes into the form, and back to the button if it is given up. */
export function Adding({ label, isFirst, children }: Props) {
  const [state, setState] = useState<"shut" | "open" | "given_up">("shut");
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (state === "open") box.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    if (state === "given_up") box.current?.querySelector("button")?.focus();
  }, [state]);
  const isOpen = isFirst || state === "open";
  return (
    <div ref={box} class={isOpen ? "adding" : "actions"}>
      {isOpen ? (
        children({
          onDone: () => setState("shut"),
          onCancel: isFirst ? null : () => setState("given_up"),
        })
      ) : (
        <button type="button" onClick={() => setState("open")}>
          {label}
        </button>
      )}
    </div>
  );
}

const FIRST_FIELD = "input:checked, input:not([type=radio])";
