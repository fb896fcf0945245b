import { EscalationPolicy, PolicyPreview, PolicyPreviewRequest } from "../../contract/escalation-policy.ts";
import { changePolicy, getPolicy } from "../../domain/ladder/change-policy.ts";
import { previewPolicy } from "../../domain/ladder/preview-policy.ts";
import { operation } from "../operation.ts";

const common = { tag: "Policy", right: "administer" as const, status: 200 as const };
const path = "/account/escalation-policy";

export const policyRoutes = [
  operation({
    ...common,
    id: "getPolicy",
    method: "get",
    path,
    summary: "What happens while nobody picks an escalation up",
    answer: EscalationPolicy,
    run: ({ ctx }) => getPolicy(ctx),
  }),
  operation({
    ...common,
    id: "changePolicy",
    method: "put",
    path,
    summary: "Set the policy for handoffs made from now on; fields left out take their defaults",
    body: EscalationPolicy,
    answer: EscalationPolicy,
    run: ({ ctx, body }) => changePolicy(ctx, body),
  }),
  operation({
    ...common,
    id: "previewPolicy",
    method: "post",
    path: `${path}/preview`,
    summary: "Who would be told, when, on which channel",
    body: PolicyPreviewRequest,
    writes: false,
    answer: PolicyPreview,
    run: ({ ctx, body }) => previewPolicy(ctx, body),
  }),
];
