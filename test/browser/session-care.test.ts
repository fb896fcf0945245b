import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, contextOf, demoCaller, handOffBySam, openAs, sessionOf } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

const as = (email: string) => demoCaller(baton.url, `${email}@northwind.example`);
const open = (name: string, path: string) => openAs(browser, baton.url, name, path);
const handedOff = (session: object, step: object = {}, handoff: object = {}) =>
  handOffBySam(baton.url, session, step, handoff);

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // 320 is what a window of 1280 pixels has at a zoom of 400 %.
  for (const width of [1440, 1024, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect({ width, over }).toEqual({ width, over: 0 });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

describe("what people write", () => {
  const HARD = `<img src=x onerror="window.hit=1"> <b>bold</b> & "quotes" 🖨️ ${"w".repeat(180)}`;
  const RTL = "הטלפון בקומה השנייה מת מאז אתמול";

  test("is text everywhere, in its own direction, however long", async () => {
    const place = { customer: HARD.slice(0, 200), contact: RTL, device: "<script>window.hit=1</script>" };
    const notes = `${RTL}\n${HARD}\n${"A line of the log. ".repeat(500)}`.slice(0, 10_000);
    const handoff = await handedOff(
      { problem_summary: HARD, ...place },
      { title: HARD, detail: notes, evidence_url: `https://example.com/${"p".repeat(300)}` },
      { engineer_notes: notes },
    );
    const priya = await as("priya");
    const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}`;
    await priya(`${address}/claim`, {});
    await priya(`${address}/notes`, { text: notes });
    await priya(`${address}/read-back`, { read_back: HARD }, "PATCH");
    await priya(`/ai-sessions/${handoff.session_id}/messages`, { role: "user", content: RTL });
    await priya(`/ai-sessions/${handoff.session_id}/documentation`, {});

    const page = await open("Priya Nair", contextOf(handoff));
    for (const path of [contextOf(handoff), sessionOf(handoff), "/sessions"]) {
      await page.goto(baton.url + path);
      await page.getByText('<img src=x onerror="window.hit=1">').first().waitFor();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
    await page.goto(baton.url + sessionOf(handoff));
    await page.locator(".message").filter({ hasText: RTL }).waitFor();
    const direction = "getComputedStyle(document.querySelector('.message .long-text')).direction";
    expect(await page.evaluate(direction)).toBe("rtl");
    const note = page.locator(".event").filter({ hasText: "added a note" });
    expect((await note.locator(".long-text").textContent()) === notes).toBe(true);
    await note.getByRole("button", { name: "Show all" }).click();
    await note.getByRole("button", { name: "Show less" }).waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
  });

  test("is kept in the form when it is refused, and what is wrong is said at the field", async () => {
    browser.willFail(422);
    const handoff = await handedOff({ problem_summary: "Badge printer is stuck" });
    const page = await open("Priya Nair", sessionOf(handoff));
    const title = page.getByLabel("What was tried");
    await title.fill("Cleaned the rollers");
    await page.getByText("Detail and evidence", { exact: true }).click();
    await page.getByLabel("Evidence (address").fill("ftp://files.example/log");
    await page.getByText("Detail and evidence", { exact: true }).click();
    await page.getByRole("button", { name: "Record step" }).click();
    await page.getByRole("alert").waitFor();
    expect(await title.inputValue()).toBe("Cleaned the rollers");
    const evidence = page.getByLabel("Evidence (address");
    expect(await evidence.getAttribute("aria-invalid")).toBe("true");
    expect(await evidence.isVisible()).toBe(true);
    await evidence.fill("");
    await page.getByRole("button", { name: "Record step" }).click();
    await page.getByRole("listitem").filter({ hasText: "Cleaned the rollers" }).waitFor();
    expect(await title.inputValue()).toBe("");
  });
});

describe("offline", () => {
  test("nothing can be sent, the reason is said, and what was typed is still there to be sent later", async () => {
    browser.willFail("unreachable");
    const handoff = await handedOff({ problem_summary: "Dock charges but shows nothing" });
    const page = await open("Priya Nair", contextOf(handoff));
    await page.getByRole("button", { name: "Pick Up" }).click();
    const line = page.getByLabel("My understanding and my first move");
    await line.fill("Swap the cable");
    await page.context().setOffline(true);
    await page.getByText(/^Offline: showing/).waitFor();
    const send = page.getByRole("button", { name: "Send read-back and start" });
    expect(await send.getAttribute("aria-disabled")).toBe("true");
    expect(await send.getAttribute("aria-describedby")).toBe("offline-why");
    await send.click({ force: true });
    await page.getByRole("status").filter({ hasText: "Not while Baton is offline" }).waitFor();
    expect(await line.inputValue()).toBe("Swap the cable");
    for (const name of ["Release", "Return", "Add note"]) {
      const button = page.getByRole("button", { name, exact: true });
      expect(await button.getAttribute("aria-disabled"), name).toBe("true");
    }
    await page.context().setOffline(false);
    await page.getByText(/^Live/).waitFor();
    await send.click();
    await page.getByRole("listitem").filter({ hasText: "Swap the cable" }).waitFor();
    await page.getByRole("button", { name: "Record step" }).waitFor();
  });
});

describe("the way from the context into the session", () => {
  test("is a transition, and none for whoever wants no motion", async () => {
    const handoff = await handedOff({ problem_summary: "Tablet will not rotate" });
    const page = await open("Priya Nair", "/escalations");
    await page.addInitScript(`
      window.transitions = 0;
      const real = document.startViewTransition.bind(document);
      document.startViewTransition = (...given) => { window.transitions++; return real(...given); };
    `);
    for (const [reducedMotion, transitions] of [
      ["no-preference", 1],
      ["reduce", 0],
    ] as const) {
      await page.emulateMedia({ reducedMotion });
      await page.goto(baton.url + contextOf(handoff));
      await page.getByRole("button", { name: "Open the session" }).click();
      await page.getByRole("button", { name: "Record step" }).waitFor();
      expect(await page.evaluate("window.transitions"), reducedMotion).toBe(transitions);
    }
  });
});

describe("in every state, language and theme", () => {
  test("no serious fault of accessibility and no sideways scroll", async () => {
    const handoff = await handedOff(
      { problem_summary: "Switch in rack 2 hums", problem_domain: "Network", customer: "Contoso" },
      {},
      { engineer_notes: "Fan?", priority: "high" },
    );
    const page = await open("Priya Nair", contextOf(handoff));
    for (const language of ["en", "de"]) {
      await page.evaluate(`localStorage.setItem("baton.language", "${language}")`);
      const paths = [
        contextOf(handoff),
        sessionOf(handoff),
        `${sessionOf(handoff)}?do=hand_off`,
        "/sessions",
      ];
      for (const path of paths) {
        await page.goto(baton.url + path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.getByText("Switch in rack 2 hums").first().waitFor();
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      const priya = await as("priya");
      await priya(`/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/claim`, {});
    }
    const sam = await open("Sam Okafor", sessionOf(handoff));
    await sam.getByText("Priya Nair picked it up").first().waitFor();
    await expectAccessible(sam);
  });

  test("German is German to the last word that the page says by itself", async () => {
    const handoff = await handedOff({ problem_summary: "Drucker druckt nur die Hälfte" });
    const page = await open("Priya Nair", "/escalations");
    await page.evaluate(`localStorage.setItem("baton.language", "de")`);
    await page.goto(baton.url + contextOf(handoff));
    for (const name of ["Worum es geht", "Was versucht wurde", "KI-Einschätzung", "Hier anfangen"]) {
      await page.getByRole("heading", { name, exact: true }).waitFor();
    }
    await page.getByRole("button", { name: "Übernehmen" }).click();
    await page.getByText("Von Ihnen übernommen").waitFor();
    await page.getByRole("button", { name: "Rückmeldung senden und anfangen" }).click();
    await page.getByRole("heading", { name: "Gespräch und Schritte" }).waitFor();
    await page.getByLabel("Was versucht wurde").fill("Walze getauscht");
    await page.getByRole("button", { name: "Schritt festhalten" }).click();
    await page.getByRole("listitem").filter({ hasText: "Walze getauscht" }).waitFor();
    const shown = await page.getByRole("main").innerText();
    for (const english of ["Step", "Failed", "picked", "Release", "Hand off", "Resolve", "ago", "Engineer"]) {
      expect(shown).not.toMatch(new RegExp(`\\b${english}\\b`));
    }
  });

  test("whoever only reads sees everything and can change nothing", async () => {
    const handoff = await handedOff({ problem_summary: "Intercom crackles" });
    const page = await browser.newPage();
    page.setDefaultTimeout(SOON.timeout);
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Vik Lindqvist" }).click();
    await page.getByRole("heading", { name: "Queue" }).waitFor();
    const buttons = page.getByRole("main").getByRole("button");
    for (const [path, may] of [
      [contextOf(handoff), ["Copy as ticket note", "Open the session"]],
      [sessionOf(handoff), []],
    ] as const) {
      await page.goto(baton.url + path);
      await page.getByText("Restarted it").first().waitFor();
      await expect.poll(() => buttons.count(), SOON).toBe(may.length);
      for (const name of may) await buttons.filter({ hasText: name }).waitFor();
    }
  });
});
