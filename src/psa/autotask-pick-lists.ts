import { z } from "zod";

/** The ids of a tenant's pick lists that a note is written with. */
export interface NoteChoice {
  note_type: number;
  publish: number;
}

const Value = z.object({
  value: z.coerce.number().int(),
  label: z.string(),
  isActive: z.boolean().nullish(),
  isSystem: z.boolean().nullish(),
});
const Fields = z.object({
  fields: z.array(z.object({ name: z.string(), picklistValues: z.array(Value).nullish() })),
});

/**
 * Chooses from `entityInformation/fields` what fits a note best, unless the settings say; null if the lists are not
 * there or hold nothing that is in use.
 */
export function chooseNoteKind(
  lists: unknown,
  internal: boolean,
  settings: { note_type?: number | undefined; publish?: number | undefined },
): NoteChoice | null {
  const fields = Fields.safeParse(lists).data?.fields ?? [];
  const valuesOf = (name: string) =>
    (fields.find((field) => field.name.toLowerCase() === name)?.picklistValues ?? []).filter(
      ({ isActive }) => isActive !== false,
    );
  const types = valuesOf("notetype");
  const audiences = valuesOf("publish");
  const note_type =
    settings.note_type ?? (types.find(({ label }) => /note|summary/i.test(label)) ?? types[0])?.value;
  // A note that should be internal is not shown to customers for want of a fitting word.
  const audience = audiences.find(({ label }) => (internal ? /internal/i : /^all/i).test(label));
  const publish = settings.publish ?? audience?.value;
  return note_type === undefined || publish === undefined ? null : { note_type, publish };
}
