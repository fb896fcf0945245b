import { AccountHealth } from "../../contract/health.ts";
import { getAccountHealth } from "../../domain/audit/get-account-health.ts";
import { operation } from "../operation.ts";

export const accountHealthRoutes = [
  operation({
    id: "getAccountHealth",
    method: "get",
    path: "/account/health",
    summary: "What the auditor, who looks every minute, found wrong in the account",
    tag: "Account",
    right: "administer",
    status: 200,
    answer: AccountHealth,
    run: ({ ctx }) => getAccountHealth(ctx),
  }),
];
