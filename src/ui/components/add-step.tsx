import type { Branch } from "../../contract/session.ts";
import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { words } from "../words/spoken.ts";
import { ChoiceField } from "./choice-field.tsx";
import { MoreFields } from "./more-fields.tsx";
import { ResultChoice } from "./result-choice.tsx";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  sessionId: string;
  branches: Branch[];
  activeId: string | null;
  onAdded: () => Promise<void>;
}

/** Records what was tried and what it led to. */
export function AddStep({ sessionId, branches, activeId, onAdded }: Props) {
  const said = words.value.session.compose;
  const { step } = said;
  const choices = {
    "": step.noBranch,
    ...Object.fromEntries(branches.map(({ id, label }) => [id, label])),
  };
  return (
    <SubmitForm
      submit={step.send}
      beside={<span class="quiet">{said.sendKey}</span>}
      onSubmit={async (values) => {
        const branch = branches.length === 0 ? {} : { branch_id: values("branch_id") };
        await post(`/ai-sessions/${sessionId}/steps`, {
          title: values("title") ?? "",
          result: values("result") ?? "inconclusive",
          detail: values("detail"),
          evidence_url: values("evidence_url"),
          ...branch,
        });
        announce(words.peek().session.compose.step.added);
        await onAdded();
      }}
    >
      <TextField label={step.title} name="title" required maxLength={500} />
      <ResultChoice />
      <MoreFields
        summary={branches.length === 0 ? step.more : step.moreWithBranch}
        names={["detail", "evidence_url", "branch_id"]}
      >
        <TextField label={step.detail} name="detail" rows={3} maxLength={10_000} />
        <TextField label={step.evidence} name="evidence_url" type="url" maxLength={2_000} />
        {branches.length > 0 && (
          <ChoiceField label={step.branch} name="branch_id" options={choices} value={activeId ?? ""} />
        )}
      </MoreFields>
    </SubmitForm>
  );
}
