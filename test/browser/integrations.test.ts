import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CreatedIntegration, Integration, NewIntegration } from "../../src/contract/integration.ts";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, demoCaller, openAs } from "../support/demo-browser.ts";
import { heldAnswers } from "../support/held-answers.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";

const browser = useBrowser();

let baton: RunningBaton;
let adam: Awaited<ReturnType<typeof demoCaller>>;
beforeAll(async () => {
  baton = await startBaton();
  adam = await demoCaller(baton.url, "adam@northwind.example");
});
beforeEach(async () => {
  const { items } = await adam<{ items: Integration[] }>("/integrations?limit=200", null, "GET");
  for (const { id } of items) await adam(`/integrations/${id}`, null, "DELETE");
});
afterAll(() => baton.stop());

const open = (name: string, path: string) => openAs(browser, baton.url, name, path);
const make = (input: Partial<NewIntegration> = {}) =>
  adam<CreatedIntegration>("/integrations", { kind: "generic", name: "Watchtower", ...input });
const pageOf = ({ id }: { id: string }) => `/settings/integrations/${id}`;

/** A tool posts. Returns the status of the answer. */
async function toolPosts(key: string, body: object | string, end = ""): Promise<number> {
  const response = await fetch(`${baton.url}/api/v1/inbound/${key}${end}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const post = (page: Page, words: string) =>
  region(page, "Last posts").getByRole("listitem").filter({ hasText: words });
const card = (page: Page, problem: string) => page.getByRole("listitem").filter({ hasText: problem });
const said = (page: Page, words: string) =>
  page.getByRole("status").getByText(words, { exact: true }).waitFor();
const DISK = { summary: "Disk full on SRV-9", dedup_key: "srv9-disk", customer: "Contoso" };

describe("a tool", () => {
  test("is connected by its name, its key shown once and put into what is pasted; its posts arrive as they come", async () => {
    const page = await open("Adam Reyes", "/settings/integrations");
    await page.getByText("No tool is connected yet.").waitFor();
    await page.getByLabel("Datto RMM", { exact: true }).check();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Datto RMM");
    await page.getByLabel("Something else, by JSON").check();
    await page.getByLabel("Name", { exact: true }).fill("Watchtower");
    await page.getByLabel("Priority where the tool gives none").selectOption("High");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Make its key" }).click();
    const dialog = page.getByRole("dialog", { name: "Key for Watchtower" });
    for (let slips = 0; slips < 3; slips++) await page.keyboard.press("Escape");
    const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "I have it" }).click();

    await page.getByRole("heading", { level: 1, name: "Watchtower" }).waitFor();
    const connect = region(page, "What to paste where");
    expect(await connect.getByRole("group", { name: "Address", exact: true }).textContent()).toBe(
      `${baton.url}/api/v1/inbound/${key}`,
    );
    await page.getByText("Nothing has been posted yet.").waitFor();
    expect(await toolPosts(key, DISK)).toBe(201);
    await post(page, "New card").waitFor();
    expect(await toolPosts(key, DISK)).toBe(200);
    await post(page, "Counted on the open card").waitFor();
    expect(await toolPosts(key, "{oops")).toBe(400);
    await post(page, "Refused").getByText("The body is not valid JSON").waitFor();
    await page.getByText("Last post refused").waitFor();

    // Whoever comes back finds the key nowhere.
    await page.reload();
    await connect.getByText("It begins with").waitFor();
    expect(await page.content()).not.toContain(key);
    expect(await connect.getByRole("group", { name: "Address", exact: true }).textContent()).toContain(
      "/inbound/KEY",
    );
  });

  test("shows each post's body and card; one is taken again, by the rules of now", async () => {
    const made = await make({ name: "Replayed", default_priority: "critical" });
    await toolPosts(made.key, { ...DISK, summary: "Pump stopped", dedup_key: "pump" });
    const page = await open("Adam Reyes", pageOf(made));
    await post(page, "New card").getByText("answered 201").click();
    await page.getByRole("group", { name: "Body as it came" }).getByText('"dedup_key": "pump"').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await post(page, "New card").getByRole("button", { name: "Take it again" }).click();
    await said(page, "Taken again: see the newest post");
    await post(page, "taken again").getByText("Counted on the open card").waitFor();
    await post(page, "New card").getByRole("link", { name: "Open the card" }).click();
    await page.getByRole("heading", { level: 1, name: "Pump stopped" }).waitFor();
    await page.getByText("Escalated by Replayed").waitFor();
  });

  test("gets a new key while the old one goes on working, is paused, renamed and deleted", async () => {
    const made = await make();
    const page = await open("Adam Reyes", pageOf(made));
    await page.getByRole("button", { name: "New key" }).click();
    const ask = page.getByRole("dialog", { name: "Make a new key for Watchtower?" });
    await ask.getByText("The key of now goes on working for 24 hours").waitFor();
    await ask.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog", { name: "Key for Watchtower" });
    const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
    expect(key).not.toBe(made.key);
    await dialog.getByRole("button", { name: "I have it" }).click();
    await page.getByText("The key before this one works until").waitFor();
    expect([await toolPosts(made.key, DISK), await toolPosts(key, DISK)]).toEqual([201, 200]);

    await page.getByRole("button", { name: "Pause" }).click();
    await said(page, "Watchtower is paused: its posts are refused");
    await page.getByText("Its key opens nothing until you resume it.").waitFor();
    expect(await toolPosts(key, DISK)).toBe(401);
    await page.getByRole("button", { name: "Resume" }).click();
    await said(page, "Watchtower may post again");
    expect(await toolPosts(key, DISK)).toBe(200);

    const settings = region(page, "Settings");
    await settings.getByLabel("Name").fill("Tower 2");
    await settings.getByLabel("Priority where the tool gives none").selectOption("Low");
    await settings.getByLabel("Take signed posts only").check();
    await settings.getByRole("button", { name: "Save" }).click();
    const secret = page.getByRole("dialog", { name: "Key for Tower 2" }).getByLabel("Signing secret");
    expect(await secret.inputValue()).toMatch(/^whsec_/);
    await page.getByRole("button", { name: "I have it" }).click();
    expect(await toolPosts(key, DISK)).toBe(401);
    await post(page, "Refused").getByText("takes signed posts only").waitFor();
    const kept = await adam<Integration>(`/integrations/${made.id}`, null, "GET");
    expect(kept).toMatchObject({ name: "Tower 2", default_priority: "low", signed: true });

    await page.getByRole("button", { name: "Delete" }).click();
    await page
      .getByRole("dialog", { name: "Delete Tower 2?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByText("No tool is connected yet.").waitFor();
    await said(page, "Tower 2 is deleted");
    expect(await toolPosts(key, DISK)).toBe(401);
  });

  test("keeps what another admin changes while its settings are open here", async () => {
    const made = await make({ name: "Shared" });
    const page = await open("Adam Reyes", pageOf(made));
    const settings = region(page, "Settings");
    await settings.getByLabel("Name", { exact: true }).fill("Shared by two");
    await adam(`/integrations/${made.id}`, { signed: true, posts_per_minute: 7 }, "PATCH");
    await settings.getByRole("button", { name: "Save" }).click();
    await said(page, "Saved");
    expect(await adam(`/integrations/${made.id}`, null, "GET")).toMatchObject({
      name: "Shared by two",
      signed: true,
      posts_per_minute: 7,
    });
    await settings.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => page.getByRole("alert").count(), SOON).toBe(0);
  });

  test("that posts faster than it may is shown as held back", async () => {
    const made = await make({ posts_per_minute: 1 });
    const page = await open("Adam Reyes", pageOf(made));
    // A minute may end in between: then the next one is over soon.
    await expect.poll(() => toolPosts(made.key, DISK), { ...SOON, interval: 1 }).toBe(429);
    await post(page, "Over the limit").first().waitFor();
    await page.getByText("Its last posts came faster than 1 a minute and were refused.").waitFor();
    await page.getByRole("link", { name: "All integrations" }).click();
    await page.getByText("Rate-limited").waitFor();
    await expectAccessible(page);
  });

  test("says what to paste for each tool", async () => {
    const page = await open("Adam Reyes", "/settings/integrations");
    for (const [kind, label, text] of [
      ["alertmanager", "alertmanager.yml", "/api/v1/inbound/alertmanager"],
      ["grafana", "Address", "/api/v1/inbound/grafana"],
      ["uptime_kuma", "Address", "/api/v1/inbound/KEY/uptime-kuma"],
      ["ninjaone", "Address", "/api/v1/inbound/KEY/ninjaone"],
      ["datto_rmm", "Body, type JSON, for alerts", '"alert_uid": "[alert_uid]"'],
      ["pagerduty", "Instead of https://events.pagerduty.com/v2/enqueue", "/v2/enqueue"],
      ["opsgenie", "Instead of https://api.opsgenie.com", "/api/v1/inbound/opsgenie"],
    ] as const) {
      await page.goto(baton.url + pageOf(await make({ kind, name: `Our ${kind}` })));
      const block = page.getByRole("group", { name: label, exact: true });
      expect(await block.textContent()).toContain(text);
    }
  });
});

describe("rules and mapping", () => {
  test("are tried on a body as they are typed, and hold for what is posted once they are saved", async () => {
    browser.willFail(422);
    const made = await make({ name: "Ruled" });
    const page = await open("Adam Reyes", pageOf(made));
    const rules = region(page, "Rules");
    const trial = region(page, "Try it");
    const body = '{"alert": {"title": "Backup of SRV-1 failed", "id": "b1"}, "level": "sev0"}';
    await trial.getByLabel("Body").fill(body);
    await trial.getByText("It would be refused:").waitFor();
    await rules.getByLabel("Use a mapping").check();
    await rules.getByLabel("Summary", { exact: true }).fill("/alert/title");
    await rules.getByLabel("Key of the alert").fill("/alert/id");
    await rules.getByLabel("Priority", { exact: true }).first().fill("/level");
    await trial.getByText("An escalation").waitFor();
    await rules.getByRole("button", { name: "Add a word" }).first().click();
    await rules.getByLabel("Its word").fill("sev0");
    await rules.getByLabel("Ours").selectOption("Critical");
    await trial.getByText("Critical").waitFor();

    await rules.getByRole("button", { name: "Add a rule" }).click();
    await rules.getByLabel("is", { exact: true }).fill("*backup*");
    await rules.getByLabel("Then").selectOption("Park, tell nobody");
    await trial.getByText("Parked, nobody is told").waitFor();
    await trial.getByText("by rule 1").waitFor();
    await rules.getByRole("button", { name: "And …" }).click();
    await rules.getByLabel("is", { exact: true }).last().fill("x");
    await rules.getByRole("button", { name: "Save mapping and rules" }).click();
    await rules.getByText("Each field can be named once in a rule.").waitFor();
    await rules.getByLabel("Field").last().selectOption("Place in the body …");
    await rules.getByLabel("JSON pointer").fill("/level");
    await trial.getByText("An escalation").waitFor();
    await rules.getByLabel("is", { exact: true }).last().fill("sev*");
    await trial.getByText("by rule 1").waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await rules.getByRole("button", { name: "Save mapping and rules" }).click();
    await said(page, "Saved");
    expect(await adam(`/integrations/${made.id}`, null, "GET")).toMatchObject({
      mapping: {
        summary: "/alert/title",
        dedup_key: "/alert/id",
        priority: "/level",
        priorities: { sev0: "critical" },
      },
      rules: [{ match: { summary: "*backup*", "/level": "sev*" }, park: true }],
    });
    expect(await toolPosts(made.key, body)).toBe(201);
    await post(page, "New card").waitFor();
    await page.goto(`${baton.url}/escalations`);
    await card(page, "Backup of SRV-1 failed").getByText("Parked").waitFor();
    await page.goto(baton.url + pageOf(made));
    await expect
      .poll(() => rules.getByLabel("is", { exact: true }).first().inputValue(), SOON)
      .toBe("*backup*");
    await trial.getByRole("button", { name: "Take the last post" }).click();
    await trial.getByText("Parked, nobody is told").waitFor();
  });

  test("keep the focus where somebody goes on when a rule moves up, or a rule, condition or word goes", async () => {
    const made = await make({ name: "Moved" });
    const three = ["first", "second", "third"].map((one) => ({ match: { summary: one, source: "x" } }));
    await adam(
      `/integrations/${made.id}`,
      { rules: three, mapping: { actions: { up: "resolve" } } },
      "PATCH",
    );
    const page = await open("Adam Reyes", pageOf(made));
    const rules = region(page, "Rules");
    const press = async (name: string) => {
      await rules.getByRole("button", { name }).first().focus();
      await page.keyboard.press("Enter");
    };
    const focused = () =>
      page.evaluate("(document.activeElement?.ariaLabel || document.activeElement?.textContent)");
    await press("Move rule 3 up");
    await expect.poll(focused, SOON).toBe("Move rule 2 up");
    await page.keyboard.press("Enter");
    await expect.poll(focused, SOON).toBe("Field");
    await page.keyboard.press("Tab");
    expect(await page.locator("input:focus").inputValue()).toBe("third");
    await press("Remove condition 2");
    await expect.poll(focused, SOON).toBe("And …");
    await press("Remove rule 1");
    await expect.poll(focused, SOON).toBe("Add a rule");
    await press("Remove up");
    await expect.poll(focused, SOON).toBe("Add a word");
  });

  test("say what the rules made of a body that were tried, not those that have changed since", async () => {
    const made = await make({ name: "Late" });
    const tried = [
      { match: { summary: "*backup*" }, park: true },
      { match: { summary: "*disk*" }, suppress: true },
    ];
    await adam(`/integrations/${made.id}`, { rules: tried }, "PATCH");
    const page = await open("Adam Reyes", pageOf(made));
    const trial = region(page, "Try it");
    await trial.getByLabel("Body").fill('{"summary": "The backup failed"}');
    await trial.getByText("Parked, nobody is told").waitFor();
    const held = await heldAnswers(page, "POST", "**/integrations/preview");
    await page.getByRole("button", { name: "Remove rule 1" }).click();
    await held.asked;
    await trial.getByText("Parked, nobody is told").waitFor();
    held.letGo();
    await trial.getByText("An escalation").waitFor();
  });
});

describe("a sign of life", () => {
  test("is expected as often as it is set, and shown when it comes", async () => {
    const made = await make();
    const page = await open("Adam Reyes", pageOf(made));
    const heartbeat = region(page, "Sign of life");
    await heartbeat.getByLabel("Expect a sign of life").check();
    await heartbeat.getByLabel("At least every").fill("20");
    expect(await heartbeat.getByRole("group", { name: "As a line of crontab" }).textContent()).toMatch(
      /^\*\/10 \* \* \* \* curl .*\/inbound\/KEY\/heartbeat$/,
    );
    await heartbeat.getByRole("button", { name: "Save" }).click();
    await heartbeat.getByText("None yet").waitFor();
    expect((await fetch(`${baton.url}/api/v1/inbound/${made.key}/heartbeat`)).status).toBe(204);
    await heartbeat.getByText("Last one").waitFor();
    await heartbeat.getByText("The next one is due").waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});

describe("a card of a tool", () => {
  test("comes by itself, names its tool, and counts how often it was reported", async () => {
    const { key } = await make();
    const page = await open("Priya Nair", "/escalations");
    const alert = { ...DISK, summary: "UPS on battery", dedup_key: "ups", priority: "critical" };
    await toolPosts(key, alert);
    await card(page, "UPS on battery").getByText("from Watchtower").waitFor();
    for (let sent = 1; sent < 14; sent++) await toolPosts(key, alert);
    await card(page, "UPS on battery").getByText("×14").waitFor();
    await card(page, "UPS on battery").getByText("reported 14 times").waitFor();
    await page.reload();
    await card(page, "UPS on battery").getByText("×14").waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });

  test("lists the alerts of its group, and says live which are over", async () => {
    const { key } = await make({ kind: "alertmanager", name: "Prod" });
    const group = (over: string[]) => ({
      version: "4",
      groupKey: "latency",
      status: "firing",
      commonAnnotations: { summary: "Latency is high" },
      alerts: ["api-1", "api-2", "api-3"].map((instance) => ({
        status: over.includes(instance) ? "resolved" : "firing",
        labels: { alertname: "Latency", instance },
        annotations: { summary: `${instance} is slow` },
        fingerprint: instance,
      })),
    });
    await toolPosts(key, group([]), "/alertmanager");
    const page = await open("Priya Nair", "/escalations");
    await card(page, "Latency is high").getByRole("link").click();
    const alerts = region(page, "Alerts 3 open");
    await alerts.getByText("api-2 is slow").waitFor();
    await toolPosts(key, group(["api-2"]), "/alertmanager");
    const later = region(page, "Alerts 2 of 3 open");
    await later.getByRole("listitem").filter({ hasText: "api-2 is slow" }).getByText("ended").waitFor();
    await later
      .getByRole("listitem")
      .filter({ hasText: "api-1 is slow" })
      .getByText("reported 2 times")
      .waitFor();
    await page.getByText("Prod reported it again, 2 times now").waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});

describe("the integrations", () => {
  test("are not for engineers, who are told so, and one that is gone is not found", async () => {
    browser.willFail(404);
    const made = await make();
    const priya = await open("Priya Nair", pageOf(made));
    await priya.getByText("An owner or admin of this account can see and change this.").waitFor();
    expect(await priya.getByText("Watchtower").count()).toBe(0);
    const page = await open("Adam Reyes", pageOf({ id: "0198c0de-0000-7000-8000-00000000dead" }));
    await page.getByRole("heading", { level: 1, name: "Nothing here" }).waitFor();
  });

  test("speak German, down to the last word", async () => {
    const made = await make({ heartbeat_minutes: 5, rules: [{ match: { summary: "x" }, suppress: true }] });
    await toolPosts(made.key, { ...DISK, summary: "Klima gestört", dedup_key: "klima" });
    const page = await open("Adam Reyes", "/escalations");
    await page.evaluate("localStorage.setItem('baton.language', 'de')");
    await page.goto(`${baton.url}/settings/integrations`);
    await page.getByText("Letzte Meldung").waitFor();
    await page.getByRole("link", { name: "Watchtower" }).click();
    for (const heading of [
      "Was wohin gehört",
      "Lebenszeichen",
      "Letzte Meldungen",
      "Regeln",
      "Ausprobieren",
    ]) {
      await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    }
    await page.getByText("Neue Karte", { exact: true }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});
