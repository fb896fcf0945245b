import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CreatedIntegration, Integration } from "../../../../contract/integration.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { patch, post, remove } from "../../../api.ts";
import { now } from "../../../clock.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { momentIn } from "../../../components/day.tsx";
import { ProblemNote } from "../../../components/problem-note.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { say, sayNext } from "../said.ts";
import { freshKey } from "./fresh-key.ts";
import { integrationState } from "./integration-state.ts";
import type { ShownOnce } from "./shown-once.ts";

interface Props {
  integration: Integration;
  reload: () => Promise<void>;
  /** What must be shown this once. */
  onSecret: (shown: ShownOnce) => void;
}

/** Pausing a tool, another key for it, and letting it go; and what must be known before any of them. */
export function IntegrationActions({ integration, reload, onSecret }: Props) {
  const { id, name, active, previous_key_until } = integration;
  const [asked, setAsked] = useState<"rotate" | "remove" | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { route } = useLocation();
  const { integrations: said } = toolWords.value;
  const { settings } = words.value;

  const turn = async () => {
    setProblem(null);
    try {
      await patch<Integration>(`/integrations/${id}`, { active: !active });
      await reload();
      say(active ? said.paused(name) : said.resumed(name));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };
  const rotate = async () => {
    const { key } = await post<CreatedIntegration>(`/integrations/${id}/rotate`, {});
    freshKey.value = { integrationId: id, key };
    await reload();
    onSecret({ label: settings.keys.key, secret: key });
  };
  const removeNow = async () => {
    await remove(`/integrations/${id}`);
    sayNext(said.removed(name));
    route("/settings/integrations", true);
  };

  return (
    <>
      <Notes integration={integration} />
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="actions">
        <button type="button" onClick={() => void turn()}>
          {active ? said.pause : said.resume}
        </button>
        <button type="button" onClick={() => setAsked("rotate")}>
          {said.rotate}
        </button>
        <button type="button" class="link" onClick={() => setAsked("remove")}>
          {said.remove}
        </button>
      </div>
      {previous_key_until !== null && Date.parse(previous_key_until) > now.value && (
        <p class="warn">{said.oldKey(momentIn(previous_key_until))}</p>
      )}
      {asked === "rotate" && (
        <ConfirmDialog
          title={said.rotateTitle(name)}
          detail={said.rotateDetail}
          confirm={said.rotate}
          onConfirm={rotate}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === "remove" && (
        <ConfirmDialog
          title={said.removeTitle(name)}
          detail={said.removeDetail}
          confirm={said.remove}
          onConfirm={removeNow}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Notes({ integration }: { integration: Integration }) {
  const said = toolWords.value.integrations;
  const state = integrationState(integration);
  if (state === "off") return <p class="note note-warn">{said.pausedNote}</p>;
  if (state === "limited")
    return <p class="note note-problem">{said.limitedNote(integration.posts_per_minute)}</p>;
  return null;
}
