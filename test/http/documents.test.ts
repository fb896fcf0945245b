import { describe, expect, it } from "vitest";
import { PSA_CREDENTIALS, PSA_SETTINGS } from "../../src/contract/psa-connection.ts";
import { PSA_KINDS } from "../../src/contract/psa.ts";
import { PROBLEMS, isProblemCode } from "../../src/contract/problem.ts";
import { PROBLEM_GUIDES } from "../../src/http/pages/problem-guide.ts";
import { problemsOf } from "../../src/http/problems-of.ts";
import { OPERATIONS } from "../../src/http/routes/operations.ts";
import { call, json, problemOf } from "../support/call.ts";
import { problemBody } from "../support/problem-body.ts";

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
}
interface Described {
  operationId: string;
  summary: string;
  security: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

const CODES = Object.keys(PROBLEMS).filter(isProblemCode);

const document = () => json<Document>(200, "GET", "/api/v1/openapi.json");

describe("the OpenAPI document", () => {
  it("holds every operation with its body, its answer, its parameters and its problems", async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe("3.1.0");
    for (const op of OPERATIONS) {
      const described = paths[`/api/v1${op.path}`]?.[op.method];
      expect(described, op.id).toBeDefined();
      expect(described?.operationId).toBe(op.id);
      expect(described?.summary).toBe(op.summary);
      expect(Object.keys(described?.responses ?? {})).toContain(String(op.status));
      expect(Object.keys(described?.requestBody?.content ?? {})).toEqual(op.body ? ["application/json"] : []);
      const answers = Object.keys(described?.responses[op.status]?.content ?? {});
      expect(answers).toEqual([
        ...(op.answer ? ["application/json"] : []),
        ...(op.stream ? [op.stream] : []),
      ]);
      const inPath = described?.parameters?.filter((parameter) => parameter.in === "path") ?? [];
      const names = [...op.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name)).toEqual(names);
      expect(inPath.every(({ required }) => required === true)).toBe(true);
    }
    const all = Object.values(paths).flatMap((methods) => Object.values(methods));
    // Tools post with a key of their own: their addresses are no operations.
    const ofMembers = all.filter(({ security }) => security.every((way) => !("integration" in way)));
    expect(ofMembers).toHaveLength(OPERATIONS.length);
    expect(all.length - ofMembers.length).toBe(11);
  });

  it("names each operation once and leads nowhere that is not in it", async () => {
    const whole = await document();
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(30);
    expect(references.filter(([, name = ""]) => !(name in whole.components.schemas))).toEqual([]);
    expect(Object.keys(whole.components.securitySchemes).toSorted()).toEqual([
      "bearer",
      "cookie",
      "integration",
    ]);
  });

  it("says which fields a handoff has, as the contract lists them, and what comes next", async () => {
    const { components } = await document();
    const handoff = components.schemas["Handoff"] as { properties: object; required: string[] };
    const listed =
      `id account_id session_id team_id intent status priority engineer_notes source_branch_id snapshot
      ai_assessment ai_assessment_data assessment_status assessment_verdict handed_off_by handed_off_by_name claimed_by
      claimed_by_name claimed_at read_back correction psa_note_pushed psa_note_id to_user_id to_team_id wake_at
      next_action_at next_escalation occurrences source_acknowledged_at source_resolved_at version created_at updated_at`.split(
        /\s+/,
      );
    expect(Object.keys(handoff.properties).toSorted()).toEqual(listed.toSorted());
    expect(handoff.required.toSorted()).toEqual(listed.toSorted());
  });
});

/** What a browser would load, or run, from this page. */
function loadedBy(html: string): string[] {
  const tags =
    html.match(/<(script|link|img|iframe|object|embed|video|audio|source|base|form)\b[^>]*>/gi) ?? [];
  const addresses =
    html.match(/(?:src|srcset|action|poster)\s*=|@import|url\(|javascript:|\son\w+\s*=/gi) ?? [];
  return [...tags, ...addresses];
}

describe("the pages beside the API", () => {
  it("show every operation with its place, its words and its problems, and load nothing", async () => {
    const response = await call("GET", "/api/v1/docs");
    const html = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=UTF-8",
    ]);
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    for (const op of OPERATIONS) {
      const shown = articleOf(html, op.id);
      expect(shown).toContain(`<code>/api/v1${op.path}</code>`);
      expect(shown).toContain(`>${op.method.toUpperCase()}</span>`);
      expect(shown).toContain(escaped(op.summary));
      const linked = [...shown.matchAll(/href="\/problems\/(\w+)"/g)].map(([, code]) => code);
      expect({ id: op.id, linked }).toEqual({ id: op.id, linked: problemsOf(op) });
      expect(html).toContain(`<a href="#${op.id}">${escaped(op.summary)}</a>`);
    }
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor ?? "");
    expect(anchors.filter((anchor) => !html.includes(`id="${anchor}"`))).toEqual([]);
    expect(loadedBy(html)).toEqual([]);
  });

  it("say of a body's fields what they are, whether they are required, their values and limits", async () => {
    const html = await (await call("GET", "/api/v1/docs")).text();
    const text = articleOf(html, "handOffSession").replaceAll(/<[^>]+>/g, "");
    expect(text).toContain("For owner, admin, engineer; an API key with scope escalate.");
    expect(text).toContain("intent string required · one of park, escalate");
    expect(text).toContain("engineer_notes string or null · at most 10000 characters");
    expect(text).toContain("wake_at time (ISO 8601, UTC) or null");
    expect(text).toContain("Idempotency-Key string · in the header · 1 to 255 characters");
    const policy = articleOf(html, "changePolicy").replaceAll(/<[^>]+>/g, "");
    expect(policy).toContain("remind_after_minutes list of integer · at most 10 items · each 1 to 10080");
  });

  it("show of a body that is one of several objects the fields of each, and which are required", async () => {
    const html = await (await call("GET", "/api/v1/docs")).text();
    const operation = articleOf(html, "createPsaConnection").split("<h4>Answers</h4>")[0] ?? "";
    const variants = [
      ...operation.matchAll(/<details><summary><code>(\w+)<\/code><\/summary>(.*?)<\/details>/g),
    ];
    const shown = new Map(variants.map(([, kind, text]) => [kind, text?.replaceAll(/<[^>]+>/g, "")]));
    expect([...shown.keys()]).toEqual([...PSA_KINDS]);
    for (const kind of PSA_KINDS) {
      const { settings, credentials } = { settings: PSA_SETTINGS[kind], credentials: PSA_CREDENTIALS[kind] };
      for (const field of [...Object.keys(settings.shape), ...Object.keys(credentials.shape)])
        expect(shown.get(kind)).toContain(field);
    }
    expect(shown.get("connectwise")).toContain("site string required · 1 to 300 characters");
    expect(shown.get("webhook")).toContain("secret string required");
    expect(shown.get("webhook")).not.toContain("company_id");
  });

  it("give an example of each body that the operation would take", async () => {
    const html = await (await call("GET", "/api/v1/docs")).text();
    const withBody = OPERATIONS.filter(({ body }) => body !== undefined);
    expect(withBody.length).toBeGreaterThan(20);
    for (const op of withBody) {
      const sent = /-d &#39;(.*)&#39;/.exec(articleOf(html, op.id))?.[1]?.replaceAll("&quot;", '"');
      const judged = op.body?.safeParse(JSON.parse(sent ?? "null"));
      expect({ id: op.id, sent, issues: judged?.error?.issues }).toEqual({
        id: op.id,
        sent,
        issues: undefined,
      });
    }
  });

  it.each(CODES)("explain the problem %s, and load nothing", async (code) => {
    const response = await call("GET", `/problems/${code}`);
    const html = await response.text();
    const { means, causes, advice } = PROBLEM_GUIDES[code];
    expect(response.status).toBe(200);
    expect(html).toContain(`<code>${code}</code>`);
    for (const words of [PROBLEMS[code].help, means, ...causes, ...advice])
      expect(html).toContain(escaped(words));
    expect(html).toContain(escaped(`"type": "/problems/${code}"`));
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    expect(loadedBy(html)).toEqual([]);
  });

  it("list every problem", async () => {
    const html = await (await call("GET", "/problems")).text();
    expect(CODES.filter((code) => !html.includes(`<a href="/problems/${code}">`))).toEqual([]);
    expect(loadedBy(html)).toEqual([]);
  });

  it.each(["constructor", "__proto__", "unknown"])("do not exist for a problem called %s", async (code) => {
    const path = `/problems/${code}`;
    expect(await problemOf("GET", path)).toEqual(problemBody("not_found", "There is no such problem.", path));
  });
});

/** The part of the page that is about this operation. */
function articleOf(html: string, id: string): string {
  const begin = html.indexOf(`<article class="operation" id="${id}">`);
  return begin === -1 ? "" : html.slice(begin, html.indexOf("</article>", begin));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll('"', "&quot;");
}
