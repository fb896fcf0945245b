import { credentialsVault } from "./credentials-vault.ts";
import { takenMessage } from "../channels/taken-message.ts";
import { listBrowserAlerts, markGone } from "../domain/deliveries/browser-alerts.ts";
import { log } from "../platform/log.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/**
 * Replaces the alerts that browsers show about a handoff which asks for help no more. No promise: whoever opens an old
 * alert sees who has it; so what goes wrong here is only logged.
 */
export async function retractAlerts(deps: WorkerDeps, handoffId: string): Promise<number> {
  const alerts = await listBrowserAlerts(deps.db, handoffId);
  const messages = await Promise.all(
    alerts.map(async (alert) => {
      const to = await credentialsVault(deps.env)
        .open(alert.address)
        .catch(() => null);
      return to === null ? [] : [{ alert, message: takenMessage(to, alert, deps.env.PUBLIC_URL) }];
    }),
  );
  const readable = messages.flat();
  const answers = await deps.chats.web_push.send(readable.map(({ message }) => message));
  const gone = readable.flatMap(({ alert }, index) => (answers[index]?.kind === "gone" ? [alert.id] : []));
  await markGone(deps.db, gone);
  const failed = answers.filter(({ kind }) => kind === "retry" || kind === "failed").length;
  log("alerts_retracted", { handoff_id: handoffId, browsers: alerts.length, failed });
  return readable.length;
}
