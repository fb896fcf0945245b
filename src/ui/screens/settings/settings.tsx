import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { PageHeading } from "../../components/page-heading.tsx";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { NotFound } from "../not-found.tsx";
import { AssessmentPage } from "./assessment-page.tsx";
import { ChannelsPage } from "./channels-page.tsx";
import { HealthPage } from "./health-page.tsx";
import { ImportPage } from "./import-page.tsx";
import { IntegrationPage } from "./integrations/integration-page.tsx";
import { IntegrationsPage } from "./integrations/integrations-page.tsx";
import { KeysPage } from "./keys-page.tsx";
import { MePage } from "./me-page.tsx";
import { MembersPage } from "./members-page.tsx";
import { type SettingsPage, askedPage, pagesFor } from "./pages.ts";
import { PolicyPage } from "./policy-page.tsx";
import { PsaPage } from "./psa-page.tsx";
import { said, say, turnScreen } from "./said.ts";
import { SettingsNav } from "./settings-nav.tsx";
import { TeamsPage } from "./teams-page.tsx";
import { WebhooksPage } from "./webhooks-page.tsx";

const SCREENS = {
  members: MembersPage,
  teams: TeamsPage,
  policy: PolicyPage,
  assessment: AssessmentPage,
  keys: KeysPage,
  integrations: IntegrationsPage,
  psa: PsaPage,
  channels: ChannelsPage,
  webhooks: WebhooksPage,
  health: HealthPage,
  me: MePage,
} satisfies Record<SettingsPage, () => unknown>;

/** Screens below these: of one integration, and of the import of members. */
function Below({ page, item }: { page: SettingsPage; item: string }) {
  if (page === "integrations") return <IntegrationPage id={item} />;
  return page === "members" && item === "import" ? <ImportPage /> : <NotFound />;
}

/** The settings: the way between their screens, the one asked for, and the line that says what was done. */
export function Settings() {
  const { role } = useMe();
  const { route } = useLocation();
  const { page: name, item } = useRoute().params;
  useEffect(() => {
    if (name === undefined) route(`/settings/${pagesFor(role)[0]}`, true);
    turnScreen();
  }, [name, item, role]);

  if (name === undefined) return null;
  const page = askedPage(name, role);
  if (page === "unknown") return <NotFound />;
  return (
    <div class="settings" onInput={() => say("")}>
      <SettingsNav pages={pagesFor(role)} current={page} />
      <div class="settings-page" key={`${name} ${item ?? ""}`}>
        <Page page={page} item={item} />
      </div>
      <p class="settings-said" role="status">
        {said.value !== "" && <span>{said.value}</span>}
      </p>
    </div>
  );
}

function Page({ page, item }: { page: SettingsPage | "for_admins"; item: string | undefined }) {
  if (page !== "for_admins") {
    if (item !== undefined) return <Below page={page} item={item} />;
    const Screen = SCREENS[page];
    return <Screen />;
  }
  return (
    <>
      <PageHeading title={words.value.settings.title} />
      <p>{words.value.settings.forAdmins}</p>
    </>
  );
}
