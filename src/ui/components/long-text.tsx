import { useState } from "preact/hooks";
import { words } from "../words/spoken.ts";

const CHARACTERS = 900;
const LINES = 14;

/** What somebody wrote, as they wrote it, in their direction; what is very long is cut until it is asked for. */
export function LongText({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > CHARACTERS || text.split("\n").length > LINES;
  const said = words.value.session;
  return (
    <>
      <p class="prose long-text" dir="auto" data-cut={isLong && !isOpen}>
        {text}
      </p>
      {isLong && (
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? said.less : said.more}
        </button>
      )}
    </>
  );
}
