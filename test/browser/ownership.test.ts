import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { SOON } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** Calls the API as a person of the demo. */
async function as(email: string) {
  const call = async (path: string, body: object, token = "") => {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`${baton.url}/api/v1${path}`, init)).json();
  };
  const { token } = (await call("/demo/sign-in", { email })) as { token: string };
  return (path: string, body: object) => call(path, body, token);
}

async function signIn(name: string, path: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  await page.goto(baton.url + path);
  return page;
}

/** The button in the mail that a person was sent about a handoff. */
async function buttonOf(to: string, handoffId: string): Promise<string> {
  const mails = async () => {
    const response = await fetch(`${baton.url}/dev/mail.json?to=${to}&handoff_id=${handoffId}`);
    return ((await response.json()) as { items: { text: string }[] }).items;
  };
  await vi.waitUntil(async () => (await mails()).length > 0, SOON);
  return /Pick up: (\S+)/.exec((await mails())[0]?.text ?? "")?.[1] ?? "no button";
}

test("a senior picks up from the mail, is asked for it by another, and agrees", async () => {
  const sam = await as("sam@northwind.example");
  const session = (await sam("/ai-sessions", { problem_summary: "Fuser runs hot" })) as { id: string };
  const handoff = (await sam(`/ai-sessions/${session.id}/handoff`, { intent: "escalate" })) as { id: string };
  const path = `/sessions/${session.id}/handoffs/${handoff.id}`;

  const mail = await browser.newPage();
  mail.setDefaultTimeout(SOON.timeout);
  await mail.goto(await buttonOf("priya@northwind.example", handoff.id));
  await mail.getByText("Fuser runs hot").waitFor();
  await mail.getByRole("button", { name: "Pick up" }).click();
  await mail.getByRole("heading", { name: "You have it" }).waitFor();
  expect(await mail.getByRole("link", { name: "Go to the session" }).getAttribute("href")).toBe(path);

  const [priya, adam] = [await signIn("Priya Nair", path), await signIn("Adam Reyes", path)];
  await adam.getByRole("button", { name: "Ask to take over" }).click();
  await adam.getByLabel("Reason").fill("I know this fuser");
  await adam.getByRole("button", { name: "Ask Priya Nair" }).click();
  await adam.getByText("You ask to take over: I know this fuser").waitFor();
  expect(await adam.getByRole("button", { name: "Agree" }).count()).toBe(0);

  await priya.getByText("Adam Reyes asks to take over: I know this fuser").waitFor();
  await priya.getByRole("button", { name: "Agree" }).click();
  await adam.getByText("You picked this up").waitFor();
  await priya.getByRole("button", { name: "Ask to take over" }).waitFor();
});

test("a holder who is at work on the session is asked there, and keeps it", async () => {
  const [sam, priya] = [await as("sam@northwind.example"), await as("priya@northwind.example")];
  const session = (await sam("/ai-sessions", { problem_summary: "Mail loops" })) as { id: string };
  const handoff = (await sam(`/ai-sessions/${session.id}/handoff`, { intent: "escalate" })) as { id: string };
  const address = `/ai-sessions/${session.id}/handoffs/${handoff.id}`;
  await priya(`${address}/claim`, {});
  const page = await signIn("Priya Nair", `/sessions/${session.id}`);
  await page.getByRole("heading", { name: "What next" }).waitFor();
  await sam(`${address}/take-over-request`, { reason: "Found the loop" });
  await page.getByText("Sam Okafor asks to take over: Found the loop").waitFor();
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByText("Sam Okafor asks to take over").waitFor({ state: "detached" });
});
