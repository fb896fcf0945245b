import { credentialsVault } from "./credentials-vault.ts";
import type { SendAnswer } from "../channels/channel.ts";
import { takenMessage } from "../channels/taken-message.ts";
import {
  type Alert,
  type AlertEnd,
  endAlerts,
  nextTry,
  takeAlerts,
} from "../domain/deliveries/browser-alerts.ts";
import { log } from "../platform/log.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/**
 * Replaces the alerts that browsers show about handoffs which ask for help no more, of one handoff or of all. Safe to
 * run twice and to be cut off anywhere: an alert that was not written down as ended is taken back again. Returns how
 * many it took.
 */
export async function retractAlerts(deps: WorkerDeps, handoffId: string | null): Promise<number> {
  const alerts = await takeAlerts(deps.db, handoffId, deps.now());
  if (alerts.length === 0) return 0;
  const opened = await Promise.all(
    alerts.map(async (alert) => ({
      alert,
      to: await credentialsVault(deps.env)
        .open(alert.address)
        .catch(() => null),
    })),
  );
  const readable = opened.flatMap(({ alert, to }) => (to === null ? [] : [{ alert, to }]));
  const answers = await deps.chats.web_push.send(
    readable.map(({ alert, to }) => takenMessage(to, alert, deps.env.PUBLIC_URL)),
  );
  const unreadable = opened.flatMap(({ alert, to }) =>
    to === null ? [{ alert, is_gone: false, next: null }] : [],
  );
  const told = readable.map(({ alert }, index) => endOf(alert, answers[index], deps.now()));
  await endAlerts(deps.db, [...unreadable, ...told], deps.now());
  const again = told.filter(({ next }) => next !== null).length;
  log("alerts_retracted", { handoff_id: handoffId, browsers: alerts.length, again });
  return alerts.length;
}

function endOf(alert: Alert, answer: SendAnswer | undefined, now: number): AlertEnd {
  if (answer?.kind !== "retry") return { alert, is_gone: answer?.kind === "gone", next: null };
  return { alert, is_gone: false, next: nextTry(alert, answer.retry_after ?? 0, now) };
}
