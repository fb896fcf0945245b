import type { Branch } from "../../contract/session.ts";
import { post } from "../api.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { ChoiceField } from "./choice-field.tsx";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  sessionId: string;
  branches: Branch[];
  onAdded: () => Promise<void>;
}

/** Records what was tried and what it led to. */
export function AddStep({ sessionId, branches, onAdded }: Props) {
  const choices = { "": "No branch", ...Object.fromEntries(branches.map(({ id, label }) => [id, label])) };
  return (
    <div class="panel">
      <h2>Record a step</h2>
      <SubmitForm
        submit="Record step"
        tone="plain"
        onSubmit={async (values) => {
          const branch = values("branch_id");
          await post(`/ai-sessions/${sessionId}/steps`, {
            title: values("title") ?? "",
            result: values("result") ?? "inconclusive",
            detail: values("detail"),
            evidence_url: values("evidence_url"),
            ...(branch === null ? {} : { branch_id: branch }),
          });
          await onAdded();
        }}
      >
        <TextField label="What was tried" name="title" required maxLength={500} />
        <ChoiceField label="Result" name="result" options={STATUS_WORDS.step} value="failed" />
        <TextField label="Detail" name="detail" rows={2} maxLength={10_000} />
        <TextField
          label="Evidence (address of a screenshot, log, …)"
          name="evidence_url"
          type="url"
          maxLength={2_000}
        />
        {branches.length > 0 && <ChoiceField label="Branch" name="branch_id" options={choices} value="" />}
      </SubmitForm>
    </div>
  );
}
