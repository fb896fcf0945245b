import { useState } from "preact/hooks";
import type { EscalationPolicy } from "../../../contract/escalation-policy.ts";
import type { Member, Team } from "../../../contract/member.ts";
import { put } from "../../api.ts";
import { PageHeading } from "../../components/page-heading.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { ownZone } from "../../components/zone-field.tsx";
import { useLoaded } from "../../use-loaded.ts";
import { words } from "../../words/speak.ts";
import { HolderFields } from "./policy-holder-fields.tsx";
import { HoursFields } from "./policy-hours-fields.tsx";
import { TellingFields } from "./policy-telling-fields.tsx";
import { type PolicyDraft, draftOf, policyOf } from "./policy-draft.ts";
import { PolicyPreviewPanel } from "./policy-preview.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { useAll } from "./use-all.ts";
import { type Asked, usePreview } from "./use-preview.ts";

const PATH = "/account/escalation-policy";

/** What happens while nobody picks an escalation up, and beside it whom that would tell and when. */
export function PolicyPage() {
  const policy = useLoaded<EscalationPolicy>(PATH);
  const members = useAll<Member>("/members");
  const teams = useAll<Team>("/teams");
  const { pages, policy: said } = words.value.settings;
  return (
    <>
      <PageHeading title={pages.policy} />
      <p class="quiet">{said.intro}</p>
      {policy.data === null && <Reading of={{ ...policy, items: null }} />}
      {policy.data !== null && (
        <PolicyEditor saved={policy.data} members={members.items ?? []} teams={teams.items ?? []} />
      )}
    </>
  );
}

interface EditorProps {
  saved: EscalationPolicy;
  members: readonly Member[];
  teams: readonly Team[];
}

function PolicyEditor({ saved, members, teams }: EditorProps) {
  const [kept, setKept] = useState(() => draftOf(saved, ownZone()));
  const [draft, setDraft] = useState(kept);
  const [asked, setAsked] = useState<Asked>({ priority: "normal", team: "", at: "" });
  const policy = policyOf(draft);
  const foreseen = usePreview(policy, asked);
  const { save, discard } = words.value.settings;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept);

  const edit = (change: Partial<PolicyDraft>) => setDraft((old) => ({ ...old, ...change }));
  const send = async () => {
    // The browser asks for what is empty before it comes to this.
    if (policy === null) return;
    await put<EscalationPolicy>(PATH, policy);
    setKept(draft);
    say(words.value.settings.saved);
  };
  const back = isChanged && (
    <button type="button" class="link" onClick={() => setDraft(kept)}>
      {discard}
    </button>
  );

  return (
    <div class="policy">
      <SaveForm submit={save} judged={foreseen.judged} onSave={send} beside={back}>
        <TellingFields draft={draft} onEdit={edit} members={members} />
        <HolderFields draft={draft} onEdit={edit} />
        <HoursFields draft={draft} onEdit={edit} />
      </SaveForm>
      <PolicyPreviewPanel
        asked={asked}
        onAsk={setAsked}
        foreseen={foreseen}
        isComplete={policy !== null}
        teams={teams}
      />
    </div>
  );
}
