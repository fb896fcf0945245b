import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
const entry = (page: Page, text: string) =>
  page
    .getByRole("region", { name: "Conversation and steps" })
    .getByRole("listitem")
    .filter({ hasText: text });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
/** What has the focus, by its accessible name or its text. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText.trim()",
  );

/** Sam hands off a session with a failed step; the answer is the handoff. */
const handedOff = (problem: string, session: object = {}) =>
  handOffBySam(baton.url, { problem_summary: problem, ...session }, {}, { engineer_notes: "Out of ideas" });

describe("by keyboard alone", () => {
  test("a session is escalated, picked up, read back, worked on, documented and resolved", async () => {
    const problem = "Label printer skips every second label";
    const sam = await open("Sam Okafor", "/sessions");
    await sam.getByRole("button", { name: "New session" }).press("Enter");
    await expect.poll(() => focused(sam), SOON).toBe("Problem");
    await sam.keyboard.type(problem);
    await sam.keyboard.press("Control+Enter");
    await sam.getByRole("heading", { name: problem }).waitFor();
    await expect.poll(() => focused(sam), SOON).toBe(problem);
    await sam.keyboard.press("e");
    await expect.poll(() => focused(sam), SOON).toMatch(/^Where are you stuck\?/);
    await sam.keyboard.type("Sensor is clean, media is right");
    await sam.keyboard.press("Control+Enter");
    await sam.getByText("These people will be told").waitFor();
    await expect.poll(() => focused(sam), SOON).toBe(problem);

    const priya = await open("Priya Nair", "/escalations");
    const card = priya.getByRole("listitem").filter({ hasText: problem });
    await card.waitFor();
    for (let at = 0; at < 20; at++) {
      await priya.keyboard.press("j");
      if ((await focused(priya)) === problem) break;
    }
    await priya.keyboard.press("p");
    await priya.getByRole("heading", { name: "Start here" }).waitFor();
    await expect.poll(() => focused(priya), SOON).toBe(problem);
    const line = priya.getByLabel("My understanding and my first move");
    await line.waitFor();
    const suggested = await priya.locator(".first-move").innerText();
    await expect.poll(() => line.inputValue(), SOON).toBe(suggested);
    await line.focus();
    await priya.keyboard.press("Control+End");
    await priya.keyboard.type(" Then I swap the roller.");
    await priya.keyboard.press("Control+Enter");

    await priya.waitForURL(/\/sessions\/[^/]+$/);
    await expect.poll(() => focused(priya), SOON).toBe(problem);
    await entry(priya, "Then I swap the roller.").waitFor();
    const receipt = sam.getByRole("region", { name: "What next" });
    await receipt.getByText("Priya Nair picked it up").waitFor();
    await receipt.getByText("Then I swap the roller.").waitFor();

    await priya.getByLabel("What was tried").focus();
    await priya.keyboard.type("Swapped the roller");
    await priya.keyboard.press("Tab");
    await priya.keyboard.press("ArrowLeft");
    await priya.keyboard.press("Control+Enter");
    await entry(priya, "Swapped the roller").filter({ hasText: "Worked" }).waitFor();
    await entry(sam, "Swapped the roller").waitFor();

    await priya.getByRole("button", { name: "Write documentation" }).press("Enter");
    const text = priya.getByLabel("Text of the documentation");
    await expect.poll(() => text.inputValue(), SOON).toMatch(/Swapped the roller: worked/);
    await priya.getByText("Written from the record").waitFor();
    await text.press("Control+End");
    await priya.keyboard.type("\nOrder a spare roller.");
    await priya.keyboard.press("Control+Enter");
    await priya.getByText("Edited by hand").waitFor();

    await priya.getByRole("button", { name: "Resolve" }).press("Enter");
    const solution = priya.getByLabel("What resolved it");
    await expect.poll(() => focused(priya), SOON).toBe("What resolved it");
    expect(await solution.inputValue()).toBe("Swapped the roller");
    await priya.keyboard.press("Control+Enter");
    await priya.locator(".chip").getByText("Resolved").first().waitFor();
    await priya.locator(".state-line").getByText("By Priya Nair").waitFor();
    await receipt.getByText("These people were told:").waitFor();
    await expect.poll(() => focused(priya), SOON).toBe(problem);
    await priya.reload();
    expect(await priya.getByLabel("Text of the documentation").inputValue()).toContain(
      "Order a spare roller.",
    );
    expect(await priya.getByRole("button", { name: "Record step" }).count()).toBe(0);
  });

  test("the keys pick up, note, copy, hand off, close and release, and the release can be taken back", async () => {
    const handoff = await handedOff("Door controller offline");
    const page = await open("Priya Nair", contextOf(handoff));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await heading(page).waitFor();
    await page.keyboard.press("p");
    await page.getByText("You picked this up").waitFor();
    await expect.poll(() => focused(page), SOON).toBe("Start here");

    await page.keyboard.press("n");
    await expect.poll(() => focused(page), SOON).toBe("Note");
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Note" }).waitFor({ state: "detached" });
    await page.keyboard.press("n");
    await page.getByRole("textbox", { name: "Note" }).waitFor();
    await page.keyboard.type("Called the site");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("region", { name: "What happened" }).getByText("Called the site").waitFor();

    await page.keyboard.press("c");
    await page.getByRole("status").filter({ hasText: "Copied as a ticket note" }).waitFor();
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied).toContain("Problem:\nDoor controller offline");
    expect(copied).toContain("- Restarted it: Failed (Same again)");

    await page.keyboard.press("e");
    await page.waitForURL(`**/sessions/${handoff.session_id}?do=hand_off`);
    await expect.poll(() => focused(page), SOON).toMatch(/^Where are you stuck\?/);
    await page.keyboard.press("Escape");
    await page.waitForURL(/\/sessions\/[^/?]+$/);
    expect(await page.getByLabel("Where are you stuck?").count()).toBe(0);

    await page.keyboard.press("r");
    await expect.poll(() => focused(page), SOON).toBe("Reason");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Released: Door controller offline").first().waitFor();
    await page.getByRole("button", { name: "Pick Up" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await page.getByText("You picked this up").waitFor();

    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Sound and keys" });
    for (const says of [
      "Pick up",
      "Release what you hold",
      "Add a note",
      "Hand off",
      "Copy as a ticket note",
    ]) {
      await sheet.getByText(says, { exact: true }).waitFor();
    }
    await sheet.getByLabel("Single keys").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await page.keyboard.press("g");
    expect(await page.getByLabel("Reason").count()).toBe(0);
  });
});

describe("what others do", () => {
  test("stands there without a reload: claim, note, read-back, correction, step and message", async () => {
    const handoff = await handedOff("Guest network is slow");
    const [sam, priya] = [await as("sam"), await as("priya")];
    const adam = await open("Adam Reyes", contextOf(handoff));
    const originator = await open("Sam Okafor", sessionOf(handoff));
    const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}`;
    await originator.getByText("Nobody has picked it up yet.").waitFor();
    await originator.getByText("Adam Reyes looking at it now").waitFor();

    await priya(`${address}/claim`, {});
    await adam.getByText("Priya Nair picked this up").waitFor();
    expect(await adam.getByRole("button", { name: "Pick Up" }).count()).toBe(0);
    await priya(`${address}/notes`, { text: "Two access points share a channel" });
    await adam.getByText("Two access points share a channel").waitFor();
    await entry(originator, "Two access points share a channel").waitFor();
    await priya(`${address}/read-back`, { read_back: "I move them apart" }, "PATCH");
    const receipt = originator.getByRole("region", { name: "What next" });
    await receipt.getByText("I move them apart").waitFor();
    await receipt.getByLabel("Correct it").fill("Only in building B");
    await receipt.getByRole("button", { name: "Send correction" }).click();
    await adam.getByRole("region", { name: "Start here" }).getByText("Only in building B").waitFor();
    await sam(`/ai-sessions/${handoff.session_id}/steps`, { title: "Moved the channel", result: "worked" });
    await adam.getByRole("region", { name: "What has been tried" }).getByText("Moved the channel").waitFor();
    await priya(`/ai-sessions/${handoff.session_id}/messages`, { role: "user", content: "Better now" });
    await entry(originator, "Better now").waitFor();
  });

  test("who was told, on which channel and what became of it, comes to the escalator by itself", async () => {
    const page = await open("Sam Okafor", sessionOf(await handedOff("Phones ring twice")));
    const receipt = page.getByRole("region", { name: "What next" });
    const told = receipt.getByRole("listitem");
    for (const name of ["Adam Reyes", "Olivia Hart", "Priya Nair"]) {
      await told.filter({ hasText: name }).filter({ hasText: "by email" }).getByText("Sent").waitFor();
    }
    await receipt.getByText("3 sent").waitFor();
    await page.reload();
    await receipt.getByText("3 sent").waitFor();
  });

  test("who is too late is told who was quicker, and can ask for it there", async () => {
    browser.willFail(409);
    const handoff = await handedOff("Fax to mail fails");
    const page = await open("Adam Reyes", contextOf(handoff));
    const { promise: isTaken, resolve: letGo } = Promise.withResolvers<void>();
    await page.route("**/claim", async (route) => {
      await isTaken;
      await route.continue();
    });
    await page.getByRole("button", { name: "Pick Up" }).click();
    await page.getByRole("button", { name: "Claiming…" }).waitFor();
    const priya = await as("priya");
    await priya(`/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/claim`, {});
    letGo();
    const told = page.getByRole("alert").filter({ hasText: /^Priya Nair picked this up/ });
    await told.waitFor();
    await page.getByRole("button", { name: "Ask to take over" }).waitFor();
  });
});
