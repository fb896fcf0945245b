import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Handoff } from "../../src/contract/handoff.ts";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, contextOf, demoCaller, handOffBySam, openAs, sessionOf } from "../support/demo-browser.ts";
import { type ModelBehaviour, type ModelRoom, startModelServer } from "../support/model-server.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
const model = await startModelServer();
const room = `http://${model.host}/rooms/page`;
const variables = { AI_BASE_URL: `${room}/v1`, AI_MODEL: "test-model", AI_API_KEY: "model-key" };

let [withRules, withModel]: RunningBaton[] = [];
beforeAll(async () => {
  withRules = await startBaton();
  withModel = await startBaton({ environment: variables });
});
afterAll(async () => {
  await Promise.all([withRules?.stop(), withModel?.stop()]);
  model.server.close();
});

function urlOf(baton: RunningBaton | undefined): string {
  if (baton === undefined) throw new Error("Baton did not start.");
  return baton.url;
}

/** Sam escalates, and Priya picks it up. */
async function pickedUp(url: string, session: object): Promise<Handoff> {
  const handoff = await handOffBySam(url, session);
  const priya = await demoCaller(url, "priya@northwind.example");
  return await priya<Handoff>(`/ai-${contextOf(handoff).slice(1)}/claim`, {});
}

/** Vik only reads; the live channel is not open to viewers. */
async function openAsViewer(url: string, path: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name: "Vik Lindqvist" }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  await page.goto(url + path);
  return page;
}

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const assessment = (page: Page) => region(page, "AI assessment");
const briefing = (page: Page) => page.getByRole("heading", { name: "Briefing" });

describe("with Baton's own rules", () => {
  test("the holder's verdict lands with its comment, everybody sees it come, and the numbers count it", async () => {
    const url = urlOf(withRules);
    const handoff = await pickedUp(url, { problem_summary: "Kiosk shows a blue screen", device: "KIOSK-4" });
    const sam = await openAs(browser, url, "Sam Okafor", contextOf(handoff));
    const priya = await openAs(browser, url, "Priya Nair", contextOf(handoff));
    await assessment(priya).getByText("From Baton's own rules").waitFor();
    await assessment(priya).getByRole("radio", { name: "Partly right" }).check();
    await assessment(priya).getByLabel("Comment").fill("The memory, <b>not</b> the driver");
    await expectAccessible(priya);
    await assessment(priya).getByRole("button", { name: "Save verdict" }).click();
    await assessment(priya).getByText("Judged by Priya Nair").waitFor();
    await expect.poll(() => priya.evaluate("document.activeElement.textContent"), SOON).toBe("AI assessment");

    await assessment(sam).getByText("Judged by Priya Nair").waitFor();
    await assessment(sam).getByText("The memory, <b>not</b> the driver").waitFor();
    await region(sam, "What happened").getByText("called the assessment partly right").waitFor();
    expect(await assessment(sam).getByRole("radio").count()).toBe(0);

    await assessment(priya).getByRole("button", { name: "Change verdict" }).click();
    expect(await assessment(priya).getByLabel("Comment").inputValue()).toBe(
      "The memory, <b>not</b> the driver",
    );
    await assessment(priya).getByRole("radio", { name: "Right", exact: true }).check();
    await assessment(priya).getByRole("button", { name: "Save verdict" }).click();
    await assessment(sam).getByText("Right", { exact: true }).waitFor();

    await priya.goto(`${url}/numbers`);
    const row = region(priya, "Were the assessments right?")
      .first()
      .getByRole("row", { name: /Baton's rules/ });
    await row.waitFor();
    const cells = await row.getByRole("cell").allTextContents();
    expect(cells.slice(0, 3)).toEqual(["1", "0", "0"]);
    expect(Number(cells[3])).toBeGreaterThan(0);
  });

  test("a claim leads to its step here, and to the session that was resolved before, in its own words", async () => {
    const url = urlOf(withRules);
    const sam = await demoCaller(url, "sam@northwind.example");
    const problem = "Label scanner Zebra-9180 beeps thrice then freezes";
    const past = await sam("/ai-sessions", { problem_summary: problem, problem_domain: "Endpoint" });
    await sam(`/ai-sessions/${past.id}/steps`, { title: "Reseated the battery", result: "worked" });
    await sam(`/ai-sessions/${past.id}/resolve`, { resolution: "Battery contact was bent" });
    const handoff = await pickedUp(url, { problem_summary: problem, problem_domain: "Endpoint" });
    const page = await openAs(browser, url, "Priya Nair", contextOf(handoff));
    const before = assessment(page).getByRole("link", { name: `Resolved before: “${problem}”` });
    await before.first().waitFor();
    await assessment(page).getByRole("link", { name: "The step there: “Reseated the battery”" }).waitFor();
    await assessment(page).getByRole("link", { name: "step 1" }).first().click();
    await expect.poll(() => page.url(), SOON).toMatch(/#step-/);
    expect(await assessment(page).textContent()).not.toContain(past.id);
    const action = await region(page, "Start here").locator(".first-move").textContent();
    expect(await page.getByLabel("My understanding and my first move").inputValue()).toBe(action?.trim());
    await before.first().click();
    await page.getByRole("heading", { level: 1, name: problem }).waitFor();
    await page.getByText("Reseated the battery").first().waitFor();
  });

  test("the briefing is closed until it is asked for, is copied, and is read in German too", async () => {
    const url = urlOf(withRules);
    const handoff = await pickedUp(url, { problem_summary: "Projector hums loudly" });
    const page = await openAsViewer(url, contextOf(handoff));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/briefing")) asked += 1;
    });
    await assessment(page).getByText("From Baton's own rules").waitFor();
    expect(asked).toBe(0);
    await briefing(page).click();
    await region(page, "Briefing").getByText("Written from the record").waitFor();
    await region(page, "Briefing").getByRole("button", { name: "Copy briefing" }).click();
    await page.getByRole("status").getByText("Briefing copied").waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toMatch(/^Problem\nProjector hums loudly[^]*\n\nStart here\n/);
    expect(asked).toBe(1);
    await expectAccessible(page);
    await page.evaluate("localStorage.setItem('baton.language', 'de')");
    await page.reload();
    await page.getByRole("heading", { name: "Kurzbericht" }).click();
    await region(page, "Kurzbericht").getByText("Aus den Aufzeichnungen geschrieben").waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });
});

describe("with a language model", () => {
  const answers = (last: ModelBehaviour) =>
    fetch(room, { method: "PUT", body: JSON.stringify({ script: [], last }) });
  const callsAbout = async (problem: string) => {
    const { calls } = (await (await fetch(room)).json()) as ModelRoom;
    return calls.filter(({ body }) => body.includes(problem));
  };
  const switchedTo = async (use_model: boolean) => {
    const adam = await demoCaller(urlOf(withModel), "adam@northwind.example");
    await adam("/account/assessment", { use_model, model_calls_per_day: 500 }, "PUT");
  };
  const opinion = {
    likely_cause: "The drum is worn",
    suggested_steps: ["Swap the drum"],
    confidence: "high",
    evidence: [{ claim: "A restart changed nothing", refs: ["S1"] }],
  };

  test("the card's chip goes from pending to the model's confidence by itself", async () => {
    const url = urlOf(withModel);
    await answers({ answer: "json", content: opinion });
    await switchedTo(true);
    const page = await openAs(browser, url, "Priya Nair", "/escalations");
    await handOffBySam(url, { problem_summary: "Drum printer smears" });
    const card = page.getByRole("listitem").filter({ hasText: "Drum printer smears" });
    await card.locator("[data-assessment=ready]").waitFor();
    expect(await card.locator("[data-assessment=ready]").textContent()).toMatch(/high/i);
    expect(await callsAbout("Drum printer smears")).toHaveLength(1);
  });

  test("a briefing is seen as the model writes it, and the second reader gets the same without asking it again", async () => {
    const url = urlOf(withModel);
    await answers({ answer: "json", content: opinion });
    const handoff = await pickedUp(url, { problem_summary: "Drum printer squeaks" });
    const page = await openAs(browser, url, "Priya Nair", contextOf(handoff));
    await assessment(page).getByText("From a language model (test-model)").waitFor();
    await answers({ answer: "waits", pieces: ["Squeaks since Monday.", " Nobody opened it."] });
    await briefing(page).click();
    await region(page, "Briefing").getByText("Squeaks since Monday.").waitFor();
    await region(page, "Briefing").getByText("Being written…").waitFor();
    expect(await region(page, "Briefing").getByText("Nobody opened it.").count()).toBe(0);
    await fetch(`${room}/go`, { method: "PUT" });
    await region(page, "Briefing").getByText("Written by a language model").waitFor();
    const text = await region(page, "Briefing").locator(".long-text").textContent();
    expect(text).toMatch(/^Squeaks since Monday\. Nobody opened it\.\n\nStart here\nSwap the drum/);

    const calls = (await callsAbout("Drum printer squeaks")).length;
    const second = await openAs(browser, url, "Sam Okafor", contextOf(handoff));
    await briefing(second).click();
    await region(second, "Briefing").getByText("Written by a language model").waitFor();
    expect(await region(second, "Briefing").locator(".long-text").textContent()).toBe(text);
    expect(await callsAbout("Drum printer squeaks")).toHaveLength(calls);
  });

  test("documentation says that a model wrote it", async () => {
    const url = urlOf(withModel);
    await answers({ answer: "json", content: opinion });
    const handoff = await pickedUp(url, { problem_summary: "Drum printer jams" });
    const page = await openAs(browser, url, "Priya Nair", sessionOf(handoff));
    await answers({ answer: "writes", pieces: ["It jammed."] });
    await page.getByRole("button", { name: "Write documentation" }).click();
    await region(page, "Documentation")
      .getByText(/^Written by a language model \(/)
      .waitFor();
    expect(await page.getByLabel("Text of the documentation").inputValue()).toContain("It jammed.");
  });

  test("switched off by an admin, its server sees nothing of the account, and the rules do it all", async () => {
    const url = urlOf(withModel);
    await answers({ answer: "json", content: opinion });
    await switchedTo(true);
    const admin = await openAs(browser, url, "Adam Reyes", "/settings/assessment");
    await admin.getByRole("heading", { name: "What leaves the account" }).waitFor();
    await admin.getByText("test-model (OpenAI-compatible endpoint)").waitFor();
    await admin.getByText(/^\d+ of 500$/).waitFor();
    await expectAccessible(admin);
    await admin.getByLabel("Calls a day at most").fill("12");
    await admin.getByLabel("Ask a language model").uncheck();
    await admin.getByText("Nothing of this account goes to a language model.").waitFor();
    await admin.getByRole("button", { name: "Save" }).click();
    await admin.getByRole("status").getByText("Saved", { exact: true }).waitFor();
    // Nothing counts against a limit while nothing may be asked.
    await expect.poll(() => admin.getByText(/^\d+ of \d+$/).count(), SOON).toBe(0);
    await admin.reload();
    expect(await admin.getByLabel("Ask a language model").isChecked()).toBe(false);
    await admin.getByLabel("Ask a language model").check();
    expect(await admin.getByLabel("Calls a day at most").inputValue()).toBe("12");

    const handoff = await pickedUp(url, { problem_summary: "Drum printer is silent" });
    const page = await openAs(browser, url, "Priya Nair", contextOf(handoff));
    await assessment(page).getByText("From Baton's own rules").waitFor();
    await briefing(page).click();
    await region(page, "Briefing").getByText("Written from the record").waitFor();
    await page.goto(url + sessionOf(handoff));
    await page.getByRole("button", { name: "Write documentation" }).click();
    await region(page, "Documentation").getByText("Written from the record").waitFor();
    expect(await callsAbout("Drum printer is silent")).toEqual([]);
  });

  test("an admin sees that the day's calls are used up", async () => {
    const url = urlOf(withModel);
    await answers({ answer: "json", content: opinion });
    await switchedTo(true);
    await pickedUp(url, { problem_summary: "Drum printer counts" });
    await expect.poll(() => callsAbout("Drum printer counts"), SOON).toHaveLength(1);
    const admin = await openAs(browser, url, "Adam Reyes", "/settings/assessment");
    await admin.getByLabel("Calls a day at most").fill("1");
    await admin.getByRole("button", { name: "Save" }).click();
    await admin.getByText(/^\d+ of 1$/).waitFor();
    await admin.getByText("Today's calls are used up").waitFor();
    await switchedTo(true);
  });

  test("the settings are for owners and admins alone", async () => {
    const page = await openAs(browser, urlOf(withModel), "Priya Nair", "/settings/assessment");
    await page.getByText("An owner or admin of this account can see and change this.").waitFor();
    expect(await page.getByLabel("Ask a language model").count()).toBe(0);
  });
});
