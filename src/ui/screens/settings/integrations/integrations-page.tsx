import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CreatedIntegration, Integration } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { PageHeading } from "../../../components/page-heading.tsx";
import { useLiveReload } from "../../../use-live-reload.ts";
import { useQuietReload } from "../../../use-quiet-reload.ts";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { Adding } from "../adding.tsx";
import { Reading } from "../reading.tsx";
import { ShownOnceDialog } from "../shown-once-dialog.tsx";
import { useAll } from "../use-all.ts";
import { freshKey } from "./fresh-key.ts";
import { NewIntegrationForm } from "./new-integration-form.tsx";
import { LastPost, StateChip } from "./state-chip.tsx";
import "./integrations.css";

/** The tools that post escalations: how each stands, and connecting another. */
export function IntegrationsPage() {
  const integrations = useAll<Integration>("/integrations");
  const teams = useAll<Team>("/teams");
  useLiveReload(null, integrations.reload);
  // A post that was refused is no event of the account's.
  useQuietReload(integrations.reload, true);
  const [made, setMade] = useState<CreatedIntegration | null>(null);
  const { route } = useLocation();
  const { integrations: said } = toolWords.value;
  const { settings } = words.value;
  const { items } = integrations;

  const goTo = ({ id, key }: CreatedIntegration) => {
    freshKey.value = { integrationId: id, key };
    route(`/settings/integrations/${id}`);
  };

  return (
    <>
      <PageHeading title={settings.pages.integrations} />
      <p class="quiet">{said.intro}</p>
      <Reading of={integrations} />
      {items?.length === 0 && <p>{said.none}</p>}
      {items !== null && items.length > 0 && (
        <ul class="tools">
          {items.map((integration) => (
            <IntegrationRow key={integration.id} integration={integration} />
          ))}
        </ul>
      )}
      {items !== null && (
        <Adding label={said.add} isFirst={items.length === 0}>
          {({ onCancel }) => (
            <NewIntegrationForm teams={teams.items ?? []} onMade={setMade} onCancel={onCancel} />
          )}
        </Adding>
      )}
      {made !== null && (
        <ShownOnceDialog
          title={said.newTitle(made.name)}
          label={settings.keys.key}
          secret={made.key}
          onClose={() => goTo(made)}
        />
      )}
    </>
  );
}

function IntegrationRow({ integration }: { integration: Integration }) {
  const { kinds } = toolWords.value.integrations;
  return (
    <li class="panel tool">
      <h2>
        <a href={`/settings/integrations/${integration.id}`}>
          <bdi>{integration.name}</bdi>
        </a>
      </h2>
      <span class="quiet">{kinds[integration.kind]}</span>
      <StateChip integration={integration} />
      <LastPost integration={integration} />
    </li>
  );
}
