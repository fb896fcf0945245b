import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Team } from "../../../contract/member.ts";
import { patch } from "../../api.ts";
import { Field } from "../../components/field.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";

interface Props {
  team: Team;
  /** How many belong to it, once that is known. */
  members: number | null;
  onRenamed: () => Promise<void>;
  onRemove: () => void;
}

/** One team; its name becomes a field in its place, and Escape makes it a name again. */
export function TeamRow({ team, members, onRenamed, onRemove }: Props) {
  const [name, setName] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const isOpen = name !== null;
  const { teams: said, save, cancel } = words.value.settings;
  // Before anything else can be typed: the next key belongs to the field.
  useLayoutEffect(() => {
    if (isOpen) input.current?.select();
    else if (wasOpen.current) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  const rename = async () => {
    const renamed = await patch<Team>(`/teams/${team.id}`, { name: (name ?? "").trim() });
    await onRenamed();
    setName(null);
    say(said.renamed(renamed.name));
  };

  if (!isOpen) {
    return (
      <li>
        <bdi class="row-name">{team.name}</bdi>
        {members !== null && <span class="quiet">{said.count(members)}</span>}
        <span class="row-actions">
          <button
            ref={opener}
            type="button"
            class="link"
            aria-label={said.renameOf(team.name)}
            onClick={() => setName(team.name)}
          >
            {said.rename}
          </button>
          <button type="button" class="link" aria-label={said.removeOf(team.name)} onClick={onRemove}>
            {said.remove}
          </button>
        </span>
      </li>
    );
  }
  return (
    <li
      onKeyDown={(event) => {
        if (event.key === "Escape") setName(null);
      }}
    >
      <SaveForm
        class="inline-form"
        submit={save}
        onSave={rename}
        beside={
          <button type="button" onClick={() => setName(null)}>
            {cancel}
          </button>
        }
      >
        <Field label={said.newNameOf(team.name)} pointer="/name" class="wide">
          {(control) => (
            <input
              {...control}
              ref={input}
              required
              maxLength={100}
              autoComplete="off"
              dir="auto"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
      </SaveForm>
    </li>
  );
}
