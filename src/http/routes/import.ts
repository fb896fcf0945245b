import { ImportFile, ImportQuery, ImportReport } from "../../contract/import.ts";
import { importPeople } from "../../domain/members/import-people.ts";
import { readPeople } from "../../inbound/import-people.ts";
import { sealedInvitation } from "../sealed-invitation.ts";
import { operation } from "../operation.ts";
import { asRefusal } from "../take-inbound.ts";

export const importRoutes = [
  operation({
    id: "importPeople",
    method: "post",
    path: "/account/import",
    summary: "Invite the people and make the teams of a PagerDuty or Opsgenie export; a dry run only reports",
    tag: "Members",
    right: "administer",
    query: ImportQuery,
    body: ImportFile,
    status: 200,
    answer: ImportReport,
    run: ({ ctx, caller, query, body, c }) => {
      const seal = (email: string) => sealedInvitation(c, caller, email, ctx.now);
      return importPeople(ctx, read(body), { dry_run: query.dry_run === "true", seal });
    },
  }),
];

function read(file: ImportFile) {
  try {
    return readPeople(file);
  } catch (error) {
    throw asRefusal(error);
  }
}
