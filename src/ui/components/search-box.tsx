import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/spoken.ts";

const PAUSE_MS = 250;

interface Props {
  field: RefObject<HTMLInputElement | null>;
  /** What is searched for now. */
  text: string;
  /** What it searches; the queue unless it is said. */
  label?: string;
  /** `isFirst`: this search begins one, and is a place of its own in the history. */
  onSearch: (text: string, isFirst: boolean) => void;
}

/** Searches a moment after the last letter. What the address says is shown, but never put over what is being typed. */
export function SearchBox({ field, text, label, onSearch }: Props) {
  const said = words.value.queue.filters;
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const search = () => {
    if (waiting.current !== null) clearTimeout(waiting.current);
    waiting.current = null;
    const typed = field.current?.value.trim() ?? "";
    if (typed !== text) onSearch(typed, text === "");
  };
  const newest = useRef(search);
  newest.current = search;

  useEffect(() => {
    if (field.current !== null && waiting.current === null) field.current.value = text;
  }, [text]);
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
    },
    [],
  );

  return (
    <form
      class="search-box"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <input
        ref={field}
        type="search"
        aria-label={label ?? said.text}
        placeholder={label ?? said.textHint}
        maxLength={200}
        aria-keyshortcuts="/"
        onInput={() => {
          if (waiting.current !== null) clearTimeout(waiting.current);
          waiting.current = setTimeout(() => newest.current(), PAUSE_MS);
        }}
      />
    </form>
  );
}
