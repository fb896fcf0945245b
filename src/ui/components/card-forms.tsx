import { useLayoutEffect, useRef } from "preact/hooks";
import type { QueueRow } from "../../contract/handoff.ts";
import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { release } from "../release.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";
import { WayOut } from "./way-out.ts";

export type CardForm = "note" | "release";

interface Props {
  row: QueueRow;
  form: CardForm;
  onClose: () => void;
}

/** The one line that a note or a release asks for, in the card itself; Escape closes it. */
export function CardForms({ row, form, onClose }: Props) {
  const said = words.value.queue;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const field = box.current?.querySelector<HTMLInputElement>("input, textarea");
    field?.focus();
    field?.select();
  }, [form]);

  const send = async (values: (name: string) => string | null) => {
    const text = values("text") ?? "";
    if (form === "note") {
      await post(`/ai-sessions/${row.session_id}/handoffs/${row.handoff_id}/notes`, { text });
      announce(said.note.added);
    } else await release({ ...row, problem: row.problem_summary }, text);
    if (form === "note") focusCard();
    onClose();
  };
  // Whoever works by keyboard goes on at the card; one that was released leaves, and must not be held by the focus.
  const focusCard = () => box.current?.closest("li")?.querySelector<HTMLElement>(".card-title a")?.focus();
  const close = () => {
    focusCard();
    onClose();
  };

  return (
    <div
      ref={box}
      class="card-form"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <WayOut.Provider value={close}>
        <SubmitForm submit={form === "note" ? said.note.send : said.release.send} onSubmit={send}>
          {form === "note" ? (
            <TextField label={said.note.label} name="text" required rows={2} maxLength={10_000} />
          ) : (
            <TextField
              label={said.release.reason}
              name="text"
              required
              maxLength={2_000}
              value={said.release.usual}
            />
          )}
        </SubmitForm>
      </WayOut.Provider>
    </div>
  );
}
