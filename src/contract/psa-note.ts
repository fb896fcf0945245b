import { z } from "zod";

export const PSA_PUSH_STATES = ["none", "pending", "pushed", "failed"] as const;

/** `GET …/psa-push`: how the notes of a handoff in its ticket stand. */
export const PsaPush = z
  .object({
    state: z.enum(PSA_PUSH_STATES),
    note_id: z.string().nullable(),
    url: z.string().nullable(),
    last_error: z.string().nullable(),
  })
  .meta({ id: "PsaPush" });
export type PsaPush = z.infer<typeof PsaPush>;

/** A note as it is written into a ticket, in plain text. `marker` is a line of it and finds it again. */
export interface NoteText {
  title: string;
  text: string;
  marker: string;
}

/** The most that a note says, in characters: what the narrowest of the PSA systems takes, with room to spare. */
export const NOTE_CHARACTERS = 30_000;
