import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PsaConnection } from "../../src/contract/psa-connection.ts";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, contextOf, demoCaller, handOffBySam, openAs, sessionOf } from "../support/demo-browser.ts";
import { WEBHOOK_SECRET } from "../support/psa-room.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";
import { type WebhookReceiver, startWebhookReceiver } from "../support/webhook-receiver.ts";

const browser = useBrowser();

let baton: RunningBaton;
let desk: WebhookReceiver;
beforeAll(async () => {
  [baton, desk] = await Promise.all([startBaton(), startWebhookReceiver()]);
});
beforeEach(async () => {
  desk.says = null;
  for (const { id } of await connections()) await removeConnection(id);
});
afterAll(async () => {
  desk.stop();
  await baton.stop();
});

const as = (email: string) => demoCaller(baton.url, `${email}@northwind.example`);
const open = (name: string, path: string) => openAs(browser, baton.url, name, path);
const escalated = (session: object) => handOffBySam(baton.url, session);
const LOCKED = { status: 400, body: { message: "Ticket 123 is locked by Kim." } };

async function adminRequest(path: string, method: string): Promise<Response> {
  const signIn = await fetch(`${baton.url}/api/v1/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "adam@northwind.example" }),
  });
  const { token } = (await signIn.json()) as { token: string };
  return fetch(`${baton.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
}
const removeConnection = (id: string) => adminRequest(`/psa/connections/${id}`, "DELETE");
async function connections(): Promise<PsaConnection[]> {
  return ((await (await adminRequest("/psa/connections", "GET")).json()) as { items: PsaConnection[] }).items;
}

async function connect(name = "Front desk"): Promise<PsaConnection> {
  const adam = await as("adam");
  const settings = { url: desk.url, ticket_url: "https://desk.example/t/{ticket}" };
  const body = { kind: "webhook", name, settings, credentials: { secret: WEBHOOK_SECRET } };
  return await adam<PsaConnection>("/psa/connections", body);
}

const ticketOf = (page: Page) => page.getByRole("region", { name: "Ticket" });
const connectionOf = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });
const said = (page: Page, words: string) =>
  page.getByRole("status").getByText(words, { exact: true }).waitFor();

describe("the settings", () => {
  test("ask for exactly what a kind needs, say at the field what is wrong, and never show a secret again", async () => {
    browser.willFail(422);
    const page = await open("Adam Reyes", "/settings/psa");
    await page.getByText("No PSA is connected yet.").waitFor();
    for (const [kind, has, hasNot] of [
      ["HaloPSA", "Client secret", "Company id"],
      ["Autotask", "Tracking identifier", "Client secret"],
      ["ConnectWise PSA", "Company id", "Tracking identifier"],
    ] as const) {
      await page.getByLabel(kind, { exact: true }).check();
      await page.getByLabel(has, { exact: true }).waitFor();
      expect(await page.getByLabel(hasNot, { exact: true }).count()).toBe(0);
      expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe(kind);
      await expectAccessible(page);
    }
    await page.getByLabel("Site").fill("psa.evil.example");
    await page.getByLabel("Company id").fill("northwind");
    await page.getByLabel("Public key").fill("pub");
    await page.getByLabel("Private key").fill("priv");
    await page.getByLabel("Client id").fill("6f1d7bb8-0a3c-4d55-9a1b-0d4c2f6f9b11");
    await page.getByText("Seldom needed").click();
    await page.getByLabel("Host of the API").fill("http://api.evil.example");
    await page.getByText("Seldom needed").click();
    await page.getByRole("button", { name: "Connect and test" }).click();
    await page.getByText("psa.evil.example is not one of this PSA's own hosts.").waitFor();
    // What is wrong in a folded part is not left there.
    await page.getByText("Only https:// addresses are called.").waitFor();
    expect(await page.getByLabel("Site").evaluate((field) => field.matches(":focus"))).toBe(true);
    expect(await page.getByLabel("Private key").getAttribute("type")).toBe("password");

    await page.getByLabel("Another system, by signed webhook").check();
    await page.getByLabel("Name", { exact: true }).fill("Front desk");
    await page.getByLabel("Address", { exact: true }).fill(desk.url);
    await page.getByLabel("Secret", { exact: true }).fill("swordfish");
    await page.getByRole("button", { name: "Connect and test" }).click();
    await page.getByText("The secret is whsec_ and at least 24 bytes in base64.").waitFor();
    await page.getByLabel("Secret", { exact: true }).fill(WEBHOOK_SECRET);
    await page.getByRole("button", { name: "Connect and test" }).click();
    await said(page, "Front desk is connected");
    const row = connectionOf(page, "Front desk");
    await row.getByText("It works.").waitFor();
    await row.getByText("Works", { exact: true }).waitFor();
    await page.reload();
    await row.getByRole("button", { name: "Edit Front desk" }).click();
    expect(await row.getByLabel("Secret", { exact: true }).inputValue()).toBe("");
    expect(await page.content()).not.toContain(WEBHOOK_SECRET);
  });

  test("show the PSA's own words when a test fails, and that it works when it is mended", async () => {
    await connect();
    const page = await open("Olivia Hart", "/settings/psa");
    const row = connectionOf(page, "Front desk");
    desk.says = { status: 503, body: { message: "We move house until noon." } };
    await row.getByRole("button", { name: "Test Front desk" }).click();
    await row.getByText("503: We move house until noon.").waitFor();
    await row.getByText("Does not work", { exact: true }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.reload();
    await row.getByText("Nothing gets through. It began").waitFor();
    await row.getByText("503: We move house until noon.").waitFor();
    desk.says = null;
    await row.getByRole("button", { name: "Test Front desk" }).click();
    await row.getByText("It works.").waitFor();
    await row.getByText("Works", { exact: true }).waitFor();
  });

  test("keep a secret that is not typed, replace one that is, and let a connection go when asked twice", async () => {
    await connect();
    const page = await open("Adam Reyes", "/settings/psa");
    const row = page.getByRole("listitem").filter({ hasText: "signed webhook" });
    await row.getByRole("button", { name: "Edit Front desk" }).click();
    await row.getByLabel("Name", { exact: true }).fill("Back desk");
    await row.getByLabel("Only technicians see the notes").uncheck();
    await row.getByText("Without this, customers can read them in their ticket.").waitFor();
    await expectAccessible(page);
    await row.getByRole("button", { name: "Save" }).click();
    await said(page, "Saved: Back desk");
    expect(await connections()).toMatchObject([{ name: "Back desk", settings: { internal: false } }]);
    await row.getByRole("button", { name: "Test Back desk" }).click();
    await row.getByText("It works.").waitFor();

    await row.getByRole("button", { name: "Edit Back desk" }).click();
    await row.getByLabel("Secret", { exact: true }).fill(`whsec_${"A".repeat(43)}=`);
    await row.getByRole("button", { name: "Save" }).click();
    await said(page, "Saved: Back desk");
    await row.getByRole("button", { name: "Test Back desk" }).click();
    await row.getByText("401: The signature is wrong.").waitFor();

    await row.getByRole("button", { name: "Delete Back desk" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Back desk?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await row.count()).toBe(1);
    await row.getByRole("button", { name: "Delete Back desk" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await said(page, "Back desk is deleted");
    await page.getByText("No PSA is connected yet.").waitFor();
    expect(await connections()).toEqual([]);
  });

  test("are a place of their own in the history, and not for engineers", async () => {
    const page = await open("Adam Reyes", "/settings/keys");
    await page.getByRole("link", { name: "PSA", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "PSA" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "PSA" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "API keys" }).waitFor();
    const priya = await open("Priya Nair", "/settings/psa");
    await priya.getByText("An owner or admin of this account can see and change this.").waitFor();
  });
});

describe("the ticket of a session", () => {
  test("is named when it is begun, and told live of the escalation and who picked it up", async () => {
    await connect();
    const page = await open("Sam Okafor", "/sessions");
    await page.getByRole("button", { name: "New session" }).click();
    await page.getByLabel("Problem").fill("Scanner sends blank mails");
    await page.getByLabel("Ticket").fill("Ticket 123");
    await page.getByRole("button", { name: "Start session" }).click();
    const ticket = ticketOf(page);
    await ticket.getByText("Ticket 123").waitFor();
    await ticket.getByText("Front desk").waitFor();
    await ticket.getByText("It is told as soon as the session is handed off.").waitFor();
    await page.getByRole("button", { name: "Hand off" }).click();
    await page.getByRole("button", { name: "Hand off now" }).click();
    await ticket.getByText("On its way to the ticket.").waitFor();
    await expectAccessible(page);

    const id = page.url().split("/").at(-1) ?? "";
    const priya = await as("priya");
    const session = (await (await adminRequest(`/ai-sessions/${id}`, "GET")).json()) as {
      handoffs: { id: string }[];
    };
    await priya(`/ai-sessions/${id}/handoffs/${session.handoffs[0]?.id}/claim`, { read_back: "Check SMTP" });
    await ticket.getByText("The note is in the ticket.").waitFor();
    const link = ticket.getByRole("link", { name: "Open the ticket" });
    expect(await link.getAttribute("href")).toBe("https://desk.example/t/Ticket%20123");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    await page.getByRole("listitem").filter({ hasText: "Baton wrote the note into ticket 123" }).waitFor();
    expect(desk.room.notes.at(-1)?.text).toContain("Check SMTP");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });

  test("says in the context why it was not told, and is told once that is mended", async () => {
    await connect();
    desk.says = LOCKED;
    const handoff = await escalated({ problem_summary: "Door badge is refused", psa_ticket_ref: "#123" });
    const page = await open("Priya Nair", contextOf(handoff));
    const ticket = ticketOf(page);
    await ticket.getByText("On its way to the ticket.").waitFor();
    await page.getByRole("button", { name: "Pick Up" }).click();
    await ticket.getByText("The note is not in the ticket.").waitFor();
    await ticket.getByText("400: Ticket 123 is locked by Kim.").waitFor();
    const inVain = page.getByRole("listitem").filter({
      hasText: "could not write into ticket #123: 400: Ticket 123 is locked by Kim.",
    });
    await expect.poll(() => inVain.count(), SOON).toBe(1);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await ticket.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("listitem").filter({ hasText: "Priya Nair sent the note to the ticket" }).waitFor();
    await expect.poll(() => inVain.count(), SOON).toBe(2);
    desk.says = null;
    await ticket.getByRole("button", { name: "Try again" }).click();
    await ticket.getByText("The note is in the ticket.").waitFor();
    expect(await ticket.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  test("is named and put into one of several systems later, and can be pushed then", async () => {
    await connect("Front desk");
    await connect("Workshop");
    const handoff = await escalated({ problem_summary: "Label roll jams" });
    const page = await open("Sam Okafor", sessionOf(handoff));
    const ticket = ticketOf(page);
    await ticket.getByText("No ticket is named.").waitFor();
    await ticket.getByRole("button", { name: "Name the ticket" }).click();
    await ticket.getByRole("textbox", { name: "Ticket" }).fill("900");
    await ticket.getByRole("button", { name: "Save the ticket" }).click();
    await ticket.getByText("Choose which PSA the ticket is in").waitFor();
    expect(await ticket.getByRole("button", { name: "Push to ticket" }).count()).toBe(0);
    await ticket.getByRole("button", { name: "Change the ticket" }).click();
    await ticket.getByLabel("PSA of the ticket").selectOption("Workshop");
    await expectAccessible(page);
    await ticket.getByRole("button", { name: "Save the ticket" }).click();
    await ticket.getByText("Nothing is in the ticket yet.").waitFor();
    await ticket.getByRole("button", { name: "Push to ticket" }).click();
    await ticket.getByText("The note is in the ticket.").waitFor();
    expect(desk.room.notes.at(-1)).toMatchObject({ ticket: "900" });
    expect(desk.room.notes.at(-1)?.text).toContain("Label roll jams");
  });

  test("is promised nothing while no PSA is connected, neither at the resolution nor after it", async () => {
    const handoff = await escalated({ problem_summary: "Lamp blinks", psa_ticket_ref: "457" });
    const page = await open("Adam Reyes", sessionOf(handoff));
    const ticket = ticketOf(page);
    await ticket.getByText("No PSA is connected").waitFor();
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByText("Closes the session for good").waitFor();
    expect(await page.getByText("is told how it ended").count()).toBe(0);
    await page.getByLabel("What resolved it").fill("New bulb");
    await page.getByRole("button", { name: "Resolve session" }).click();
    await page.getByText("By Adam Reyes", { exact: true }).waitFor();
    const written = page.getByRole("region", { name: "Documentation" });
    await written.getByRole("button", { name: "Write documentation" }).click();
    await written.getByRole("button", { name: "Write it anew" }).waitFor();
    expect(await written.getByRole("button", { name: "Push to ticket" }).count()).toBe(0);
    expect(await ticket.getByText("Nothing is in the ticket yet.").count()).toBe(0);
  });

  test("is told of the resolution, and takes the documentation that is written after it", async () => {
    await connect();
    const handoff = await escalated({ problem_summary: "Fax line hums", psa_ticket_ref: "456" });
    const page = await open("Adam Reyes", sessionOf(handoff));
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByText("Ticket 456 is told how it ended").waitFor();
    await page.getByLabel("What resolved it").fill("New splitter");
    await page.getByRole("button", { name: "Resolve session" }).click();
    const ticket = ticketOf(page);
    await ticket.getByText("The note is in the ticket.").waitFor();
    expect(desk.room.notes.at(-1)?.text).toContain("New splitter");
    const before = desk.room.notes.length;

    const written = page.getByRole("region", { name: "Documentation" });
    await written.getByRole("button", { name: "Write documentation" }).click();
    const text = written.getByLabel("Text of the documentation");
    await written.getByRole("button", { name: "Write it anew" }).waitFor();
    await text.fill("The splitter was broken; it is replaced.");
    await written.getByRole("button", { name: "Push to ticket" }).click();
    await expect.poll(() => desk.room.notes.length, SOON).toBe(before + 1);
    expect(desk.room.notes.at(-1)?.text).toContain("The splitter was broken; it is replaced.");
    await ticket.getByText("The note is in the ticket.").waitFor();
    await written.getByRole("button", { name: "Push to ticket" }).click();
    await page.getByRole("status").filter({ hasText: "The ticket has it already" }).waitFor();
    expect(desk.room.notes.length).toBe(before + 1);
  });

  test("reads in German, and a link to it is never anything but https", async () => {
    const adam = await as("adam");
    const settings = { url: desk.url, ticket_url: "http://desk.example/t/{ticket}" };
    const body = { kind: "webhook", name: "Empfang", settings, credentials: { secret: WEBHOOK_SECRET } };
    await adam("/psa/connections", body);
    const handoff = await escalated({ problem_summary: "Anrufe brechen ab", psa_ticket_ref: "123" });
    const page = await open("Adam Reyes", "/escalations");
    await page.evaluate(`localStorage.setItem("baton.language", "de")`);
    await page.goto(baton.url + contextOf(handoff));
    const ticket = ticketOf(page);
    await ticket.getByText("Unterwegs zum Ticket.").waitFor();
    await page.getByRole("button", { name: "Übernehmen" }).click();
    await ticket.getByText("Die Notiz steht im Ticket.").waitFor();
    expect(await ticket.getByRole("link").count()).toBe(0);
    await page
      .getByRole("listitem")
      .filter({ hasText: "Baton hat die Notiz in Ticket 123 geschrieben" })
      .waitFor();
    await page.goto(`${baton.url}/settings/psa`);
    const row = connectionOf(page, "Empfang");
    await row.getByRole("button", { name: "Testen: Empfang" }).click();
    await row.getByText("Es geht.").waitFor();
    await row.getByRole("button", { name: "Bearbeiten: Empfang" }).click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});
