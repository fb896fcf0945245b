import { useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { EscalationNumbers } from "../../contract/analytics.ts";
import { AgreementTable } from "../components/agreement-table.tsx";
import { ClaimSpread } from "../components/claim-spread.tsx";
import { NumbersPicker } from "../components/numbers-picker.tsx";
import { OutcomeFigures } from "../components/outcome-figures.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { ShareTable } from "../components/share-table.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { VolumePlot } from "../components/volume-plot.tsx";
import { dayWords } from "../duration-words.ts";
import { numbersQuery, rangeIn } from "../numbers-range.ts";
import { clockWords } from "../time-words.ts";
import { MINUTE_MS, useEvery } from "../use-every.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/speak.ts";
import "./numbers.css";

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How long escalations wait, when they come and who helps: numbers that count those who still wait. */
export function Numbers() {
  const { query } = useLocation();
  const { numbers: say } = words.value;
  const range = rangeIn(query);
  const team = query["team"];
  const asked = numbersQuery(range, team, zone, new Date());
  const loaded = useLoaded<EscalationNumbers>(`/analytics/escalations?${asked}`);
  const { data, problem } = loaded;
  // Those who wait grow older while somebody looks at their number.
  useEvery(MINUTE_MS, loaded.reload);
  const days = data && daysOf(data);
  const shown = "from" in range ? range : { from: days?.from ?? "", to: days?.to ?? "" };
  return (
    <>
      <div class="heading-row">
        <PageHeading title={say.title} />
        <a class="button" href={`/api/v1/analytics/escalations.csv?${asked}`} download>
          {say.download}
        </a>
      </div>
      <NumbersPicker range={range} team={team} days={shown} />
      <StaleNote loaded={loaded} />
      {data === null && problem === null && <p class="quiet">{say.reading}</p>}
      {data === null && problem !== null && (
        <ProblemNote problem={problem} onRetry={() => void loaded.reload()} />
      )}
      {days && loaded.at !== null && (
        <p class="quiet">
          {say.madeIn(dayWords(days.from), dayWords(days.to), zone)} · {say.asOf(clockWords(loaded.at))}
        </p>
      )}
      {data?.created === 0 && (
        <div class="empty">
          <h2>{say.none}</h2>
          <p>{say.noneHelp}</p>
        </div>
      )}
      {data !== null && data.created > 0 && <Board numbers={data} asked={asked} />}
    </>
  );
}

function Board({ numbers, asked }: { numbers: EscalationNumbers; asked: string }) {
  const { numbers: say } = words.value;
  const typical = { title: say.typical, isDuration: true };
  const days = useMemo(
    () =>
      numbers.by_day.map((day) => ({
        ...day,
        key: day.date,
        name: dayWords(day.date),
        label: dayWords(day.date),
      })),
    [numbers, say],
  );
  const hours = useMemo(
    () =>
      numbers.by_hour.map((hour) => {
        const begins = String(hour.hour).padStart(2, "0");
        return { ...hour, key: begins, name: `${begins}:00–${begins}:59`, label: begins };
      }),
    [numbers],
  );
  return (
    <div class="numbers-board">
      <ClaimSpread spread={numbers.time_to_claim_seconds} />
      <OutcomeFigures numbers={numbers} />
      <VolumePlot id="numbers-day" say={say.day} points={days} />
      <VolumePlot id="numbers-hour" say={say.hour} points={hours} />
      <ShareTable
        id="numbers-priority"
        title={say.priority.title}
        columns={{
          name: say.priority.column,
          count: say.created,
          more: [typical, { title: say.nineOfTen, isDuration: true }],
        }}
        shares={numbers.by_priority.map(({ priority, created, p50, p90 }) => ({
          key: priority,
          name: say.priority[priority],
          count: created,
          more: [p50, p90],
        }))}
      />
      <ShareTable
        id="numbers-domain"
        title={say.domain.title}
        columns={{ name: say.domain.column, count: say.created, more: [typical] }}
        shares={numbers.by_domain.map(({ domain, created, p50 }) => ({
          key: domain ?? "",
          name: domain ?? say.domain.none,
          count: created,
          more: [p50],
        }))}
      />
      <AgreementTable asked={asked} />
      {numbers.by_member !== undefined && (
        <ShareTable
          id="numbers-member"
          title={say.member.title}
          columns={{
            name: say.member.column,
            count: say.claimed,
            more: [typical, { title: say.handedOff, isDuration: false }],
          }}
          shares={numbers.by_member.map(({ user_id, name, handed_off, claimed, p50 }) => ({
            key: user_id,
            name,
            count: claimed,
            more: [p50, handed_off],
          }))}
        />
      )}
    </div>
  );
}

/** The first and the last day that the numbers are about. */
function daysOf({ by_day }: EscalationNumbers): { from: string; to: string } | null {
  const [first, last] = [by_day[0], by_day.at(-1)];
  return first && last ? { from: first.date, to: last.date } : null;
}
