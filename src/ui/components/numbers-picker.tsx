import { useLocation } from "preact-iso";
import type { Team } from "../../contract/member.ts";
import { type NumbersRange, RANGES, numbersAddress } from "../numbers-range.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/speak.ts";

interface Props {
  range: NumbersRange;
  team: string | undefined;
  /** The first and the last day that is shown. */
  days: { from: string; to: string };
}

/** Which escalations the numbers are about. The choice is the address, so it can be sent to somebody and gone back from. */
export function NumbersPicker({ range, team, days }: Props) {
  const { route } = useLocation();
  const { numbers: say } = words.value;
  const teams = useLoaded<{ items: Team[] }>("/teams?limit=200").data?.items ?? [];

  const showDays = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const given = new FormData(event.currentTarget);
    const [first, last] = [String(given.get("from")), String(given.get("to"))].toSorted();
    if (first && last) route(numbersAddress({ from: first, to: last }, team));
  };

  return (
    <div class="numbers-picker">
      <nav class="segments" aria-label={say.range}>
        {RANGES.map((choice) => (
          <a
            key={choice}
            href={numbersAddress({ days: choice }, team)}
            aria-current={"days" in range && range.days === choice ? "true" : undefined}
          >
            {say.lastDays(choice)}
          </a>
        ))}
      </nav>
      <form class="numbers-days" key={`${days.from} ${days.to}`} onSubmit={showDays}>
        <label>
          {say.from} <input type="date" name="from" required defaultValue={days.from} />
        </label>
        <label>
          {say.to} <input type="date" name="to" required defaultValue={days.to} />
        </label>
        <button type="submit">{say.show}</button>
      </form>
      {teams.length > 0 && (
        <label class="numbers-team">
          {say.team}{" "}
          <select
            value={team ?? ""}
            onChange={(event) => route(numbersAddress(range, event.currentTarget.value || undefined))}
          >
            <option value="">{say.allTeams}</option>
            {teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
