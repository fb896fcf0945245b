import { useRef } from "preact/hooks";
import { Choose } from "../../../components/choose.tsx";
import { FieldGroup } from "../../../components/field.tsx";
import { toolWords } from "../../../words/tool-words.ts";
import { type WordDraft, newWord } from "./mapping-draft.ts";

interface Props<T extends string> {
  legend: string;
  pointer: string;
  options: readonly (readonly [value: T, words: string])[];
  list: readonly WordDraft<T>[];
  onEdit: (list: readonly WordDraft<T>[]) => void;
}

/** What words of a tool mean, one a line. */
export function WordList<T extends string>({ legend, pointer, options, list, onEdit }: Props<T>) {
  const adder = useRef<HTMLButtonElement>(null);
  const { mapping: said } = toolWords.value.integrations;
  const change = (key: string, part: Partial<WordDraft<T>>) =>
    onEdit(list.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const [first] = options;
  return (
    <FieldGroup legend={legend} pointer={pointer}>
      {list.map(({ key, theirs, ours }) => (
        <div key={key} class="condition">
          <input
            aria-label={said.theirs}
            required
            maxLength={100}
            autoComplete="off"
            placeholder={said.theirs}
            value={theirs}
            onInput={(event) => change(key, { theirs: event.currentTarget.value })}
          />
          <span aria-hidden="true">=</span>
          <Choose
            aria-label={said.ours}
            options={options}
            value={ours}
            onChoose={(next) => change(key, { ours: next })}
          />
          <button
            type="button"
            class="link"
            aria-label={said.remove(theirs)}
            onClick={() => {
              onEdit(list.filter((one) => one.key !== key));
              adder.current?.focus();
            }}
          >
            ×
          </button>
        </div>
      ))}
      {first !== undefined && (
        <button ref={adder} type="button" class="link" onClick={() => onEdit([...list, newWord(first[0])])}>
          {said.add}
        </button>
      )}
    </FieldGroup>
  );
}
