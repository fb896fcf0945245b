import { useEffect, useState } from "preact/hooks";
import type { Integration } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { PageHeading } from "../../../components/page-heading.tsx";
import { useLiveReload } from "../../../use-live-reload.ts";
import { useLoaded } from "../../../use-loaded.ts";
import { useQuietReload } from "../../../use-quiet-reload.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { NotFound } from "../../not-found.tsx";
import { Reading } from "../reading.tsx";
import { ShownOnceDialog } from "../shown-once-dialog.tsx";
import { useAll } from "../use-all.ts";
import { ConnectPanel } from "./connect-panel.tsx";
import { freshKey } from "./fresh-key.ts";
import { HeartbeatPanel } from "./heartbeat-panel.tsx";
import { IntegrationActions } from "./integration-actions.tsx";
import { PostsPanel } from "./posts-panel.tsx";
import { RulesForm } from "./rules-form.tsx";
import { SettingsPanel } from "./settings-panel.tsx";
import { LastPost, StateChip } from "./state-chip.tsx";
import type { ShownOnce } from "./shown-once.ts";
import { usePosts } from "./use-posts.ts";
import "./integrations.css";

/** One tool: what to paste where, what it posted, what its posts become, and its settings. */
export function IntegrationPage({ id }: { id: string }) {
  const integration = useLoaded<Integration>(`/integrations/${id}`);
  useLiveReload(null, integration.reload);
  // A post that was refused is no event of the account's.
  useQuietReload(integration.reload, true);
  useEffect(
    () => () => {
      freshKey.value = null;
    },
    [id],
  );
  if (integration.problem?.status === 404) return <NotFound />;
  if (integration.data === null) return <Reading of={{ ...integration, items: null }} />;
  return <Known integration={integration.data} reload={integration.reload} />;
}

function Known({ integration, reload }: { integration: Integration; reload: () => Promise<void> }) {
  const { id, name, kind } = integration;
  const teams = useAll<Team>("/teams").items ?? [];
  const posts = usePosts(integration);
  const [shown, setShown] = useState<ShownOnce | null>(null);
  const said = toolWords.value.integrations;

  return (
    <>
      <p class="back">
        <a href="/settings/integrations">{said.all}</a>
      </p>
      <PageHeading title={name} />
      <p class="tool-state">
        <StateChip integration={integration} />
        <span class="quiet">{said.kinds[kind]}</span>
        <LastPost integration={integration} />
      </p>
      <IntegrationActions integration={integration} reload={reload} onSecret={setShown} />
      <div class="tool-halves">
        <div class="tool-half">
          <ConnectPanel integration={integration} />
          <HeartbeatPanel integration={integration} reload={reload} />
        </div>
        <SettingsPanel integration={integration} teams={teams} reload={reload} onSecret={setShown} />
      </div>
      <PostsPanel posts={posts} integrationId={id} reload={reload} />
      <RulesForm
        integration={integration}
        teams={teams}
        lastBody={posts.data?.items[0]?.body}
        reload={reload}
      />
      {shown !== null && (
        <ShownOnceDialog title={said.newTitle(name)} {...shown} onClose={() => setShown(null)} />
      )}
    </>
  );
}
