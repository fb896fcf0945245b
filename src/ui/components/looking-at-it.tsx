import type { Person } from "../../contract/person.ts";

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

/** "PN" of "Priya Nair": the first letters of the first and the last name, whatever the script. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return ends
    .map((part) => Array.from(part ?? "")[0] ?? "")
    .join("")
    .toLocaleUpperCase();
}
