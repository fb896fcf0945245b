import { useEffect, useState } from "preact/hooks";
import type { AccountHealth } from "../../contract/health.ts";
import { now } from "../clock.ts";
import { healthWords } from "../health-words.ts";
import { useLoaded } from "../use-loaded.ts";
import { FindingList } from "./finding-list.tsx";

const EVERY_MS = 60_000;

/** What the auditor found wrong in the account, for its owners and admins; nothing while nothing is. */
export function HealthLine() {
  const { data, reload } = useLoaded<AccountHealth>("/account/health");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void reload();
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload]);

  const line = data && healthWords(data, now.value);
  if (data === null || line === null) return null;
  if (data.findings.length === 0) return <p class="health">{line}</p>;
  return (
    <details class="health" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{line}</summary>
      {isOpen && <FindingList findings={data.findings} />}
    </details>
  );
}
