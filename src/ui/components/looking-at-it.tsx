import type { Person } from "../../contract/person.ts";
import { initials } from "../initials.ts";

const MOST = 3;

/** Who looks at something right now: initials for the eye, names for everybody. */
export function LookingAtIt({
  people,
  says,
}: {
  people: readonly Person[];
  says: (names: string) => string;
}) {
  if (people.length === 0) return null;
  return (
    <span class="looking">
      <span class="faces" aria-hidden="true">
        {people.slice(0, MOST).map((person) => (
          <span key={person.id} class="face">
            {initials(person.name)}
          </span>
        ))}
      </span>
      <span>{says(people.map((person) => person.name).join(", "))}</span>
    </span>
  );
}
