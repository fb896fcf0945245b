import { useEffect } from "preact/hooks";
import type { AccountHealth } from "../../../contract/health.ts";
import { now } from "../../clock.ts";
import { momentIn } from "../../components/day.tsx";
import { FindingList } from "../../components/finding-list.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { StaleNote } from "../../components/stale-note.tsx";
import { healthWords } from "../../health-words.ts";
import { useLoaded } from "../../use-loaded.ts";
import { words } from "../../words/speak.ts";
import { Reading } from "./reading.tsx";

const EVERY_MS = 60_000;

/** What the auditor found wrong, each with the way to it, and when it last looked. */
export function HealthPage() {
  const health = useLoaded<AccountHealth>("/account/health");
  const { reload } = health;
  useEffect(() => {
    const timer = setInterval(() => void reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const { pages, health: said } = words.value.settings;
  return (
    <>
      <PageHeading title={pages.health} />
      <p class="quiet">{said.intro}</p>
      <StaleNote loaded={health} />
      {health.data === null ? <Reading of={{ ...health, items: null }} /> : <Health health={health.data} />}
    </>
  );
}

function Health({ health }: { health: AccountHealth }) {
  const { findings, checked_at } = health;
  // Nothing found is good news only while somebody looks.
  const isWell = checked_at !== null && healthWords(health, now.value) === null;
  const { pages, health: said } = words.value.settings;
  return (
    <section class="panel" aria-label={pages.health}>
      {findings.length > 0 && <p class="warn">{said.needsAttention(findings.length)}</p>}
      {isWell && <p class="all-well">{said.allWell}</p>}
      {findings.length > 0 && <FindingList findings={findings} />}
      <p class="quiet">{checked_at === null ? said.neverChecked : said.checked(momentIn(checked_at))}</p>
    </section>
  );
}
