import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, demoCaller, handOffBySam, openAs, sessionOf } from "../support/demo-browser.ts";
import { heldAnswers } from "../support/held-answers.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** Lets the real answer through in two parts; the second comes when the test asks for it, or never. */
const inTwoParts = `
  const real = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    const isText = answer.headers.get("content-type") === "text/event-stream" && String(asked[0]).endsWith("/documentation");
    if (!isText) return answer;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const body = new ReadableStream({
      start(control) {
        control.enqueue(bytes.slice(0, 150));
        window.goOn = () => { control.enqueue(bytes.slice(150)); control.close(); };
        window.breakOff = () => control.close();
      },
    });
    return new Response(body, { status: answer.status, headers: answer.headers });
  };`;

test("documentation comes as it is written, can be edited and kept, and is not replaced without a question", async () => {
  const handoff = await handOffBySam(baton.url, { problem_summary: "Plotter draws circles as ovals" });
  const page = await openAs(browser, baton.url, "Priya Nair", "/escalations");
  await page.addInitScript(inTwoParts);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(baton.url + sessionOf(handoff));
  await page.getByRole("button", { name: "Write documentation" }).click();
  const text = page.getByLabel("Text of the documentation");
  await expect.poll(() => text.inputValue(), SOON).toMatch(/^Problem\n/);
  expect(await text.inputValue()).not.toContain("Restarted it");
  expect(await text.getAttribute("readonly")).not.toBeNull();
  await page.getByRole("button", { name: "Writing…" }).waitFor();
  await page.evaluate("window.goOn()");
  await expect.poll(() => text.inputValue(), SOON).toContain("1. Restarted it: did not help");
  await page.getByText("Written from the record").waitFor();

  await text.fill("Ovals: belt was worn.");
  await page.getByText("Not saved yet").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Edited by hand").waitFor();
  await page.getByRole("region", { name: "Documentation" }).getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("Ovals: belt was worn.");
  await page.reload();
  expect(await text.inputValue()).toBe("Ovals: belt was worn.");
  await page.getByRole("button", { name: "Write it anew" }).click();
  await page.getByRole("dialog", { name: "Write it anew?" }).getByRole("button", { name: "Cancel" }).click();
  expect(await text.inputValue()).toBe("Ovals: belt was worn.");
});

test("documentation that is cut on its way is fetched whole, and half a text is never left to be saved", async () => {
  browser.willFail("unreachable");
  const handoff = await handOffBySam(baton.url, { problem_summary: "Mouse pointer jumps" });
  const page = await openAs(browser, baton.url, "Priya Nair", "/escalations");
  await page.addInitScript(inTwoParts);
  await page.goto(baton.url + sessionOf(handoff));
  const text = page.getByLabel("Text of the documentation");
  const begin = async (button: string) => {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("button", { name: "Writing…" }).waitFor();
    await expect.poll(() => text.inputValue(), SOON).toMatch(/^Problem\n/);
  };
  await begin("Write documentation");
  await page.evaluate("window.breakOff()");
  await expect.poll(() => text.inputValue(), SOON).toContain("1. Restarted it: did not help");
  await page.getByText("Written from the record").waitFor();
  expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);

  await page.route("**/documentation", async (route) => {
    if (route.request().method() === "GET") await route.abort();
    else await route.continue();
  });
  await begin("Write it anew");
  await page.evaluate("window.breakOff()");
  await page.getByRole("alert").filter({ hasText: "The text broke off" }).waitFor();
  expect(await text.inputValue()).toContain("1. Restarted it: did not help");
  expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);
});

test("two people who edit the documentation at once lose nothing: the second sees the other's text and decides", async () => {
  browser.willFail(409);
  const handoff = await handOffBySam(baton.url, { problem_summary: "Scanner draws stripes" });
  const sam = await demoCaller(baton.url, "sam@northwind.example");
  const path = `/ai-sessions/${handoff.session_id}/documentation`;
  await sam(path, { text: "Stripes." }, "PUT");
  const page = await openAs(browser, baton.url, "Priya Nair", sessionOf(handoff));
  const panel = page.getByRole("region", { name: "Documentation" });
  const text = page.getByLabel("Text of the documentation");
  await expect.poll(() => text.inputValue(), SOON).toBe("Stripes.");
  await text.fill("Stripes: glass was dirty.");
  await sam(path, { text: "Stripes: lamp was worn." }, "PUT");
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByRole("alert").filter({ hasText: "Somebody saved another text meanwhile" }).waitFor();
  expect(await text.inputValue()).toBe("Stripes: glass was dirty.");
  await panel.getByText("What they saved").click();
  await panel.getByText("Stripes: lamp was worn.").waitFor();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByText("Edited by hand").waitFor();
  expect(await panel.getByText("What they saved").count()).toBe(0);
  await page.reload();
  await expect.poll(() => text.inputValue(), SOON).toBe("Stripes: glass was dirty.");
});

test("what is typed while documentation is being saved stays, as not saved yet", async () => {
  const handoff = await handOffBySam(baton.url, { problem_summary: "Projector hums" });
  const page = await openAs(browser, baton.url, "Priya Nair", sessionOf(handoff));
  const sam = await demoCaller(baton.url, "sam@northwind.example");
  await sam(`/ai-sessions/${handoff.session_id}/documentation`, { text: "Hum." }, "PUT");
  await page.reload();
  const text = page.getByLabel("Text of the documentation");
  await expect.poll(() => text.inputValue(), SOON).toBe("Hum.");
  const held = await heldAnswers(page, "PUT", "**/documentation");
  await text.fill("Hum: fan was loose.");
  await page.getByRole("button", { name: "Save" }).click();
  await held.asked;
  await text.fill("Hum: fan was loose. Tightened it.");
  held.letGo();
  await page.getByText("Documentation saved").waitFor({ state: "attached" });
  expect(await text.inputValue()).toBe("Hum: fan was loose. Tightened it.");
  await page.getByText("Not saved yet").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Edited by hand").waitFor();
  await page.reload();
  await expect.poll(() => text.inputValue(), SOON).toBe("Hum: fan was loose. Tightened it.");
});

test("a text that somebody saves while another is written stays, and whoever had it written is told", async () => {
  const handoff = await handOffBySam(baton.url, { problem_summary: "Keyboard types twice" });
  const page = await openAs(browser, baton.url, "Priya Nair", sessionOf(handoff));
  const text = page.getByLabel("Text of the documentation");
  const saved = { source: "member", created_at: "2026-11-20T12:00:00.000Z", text: "Keys were sticky." };
  const frames = [
    ["delta", { text: "Problem\nKeyboard" }],
    ["done", saved],
  ].map(([event, data]) => `event: ${String(event)}\ndata: ${JSON.stringify(data)}\n\n`);
  await page.route("**/documentation", (route) =>
    route.fulfill({ status: 200, contentType: "text/event-stream", body: frames.join("") }),
  );
  await page.getByRole("button", { name: "Write documentation" }).click();
  await page.getByRole("alert").filter({ hasText: "Somebody saved their own text meanwhile" }).waitFor();
  expect(await text.inputValue()).toBe("Keys were sticky.");
  await page.getByText("Edited by hand").waitFor();
});
