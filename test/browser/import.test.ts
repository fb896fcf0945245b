import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { openAs } from "../support/demo-browser.ts";
import { heldAnswers } from "../support/held-answers.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

const EXPORT = [
  "Name,Email,Role,Teams",
  "Kim,kim@contoso.example,Global Admin,Night shift",
  "Pat,pat@contoso.example,Observer,Night shift",
  "Priya,priya@northwind.example,Responder,",
  "Broken,no address,Responder,",
].join("\n");

test("people are imported after a look at what would happen, and a report says what did", async () => {
  browser.willFail(422);
  const page = await openAs(browser, baton.url, "Adam Reyes", "/settings/members");
  await page.getByRole("link", { name: "Bring people over from PagerDuty or Opsgenie" }).click();
  await page.getByRole("heading", { level: 1, name: "Import people" }).waitFor();
  const file = { name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(EXPORT) };
  await page.getByLabel("File (CSV or JSON)").setInputFiles(file);
  await page.getByRole("button", { name: "See what would happen" }).click();
  const foreseen = page.getByRole("region", { name: "This would happen" });
  for (const line of [
    "Night shift",
    "kim@contoso.example Admin · Night shift",
    "pat@contoso.example Viewer · Night shift",
    "priya@northwind.example A member already.",
    "Row 5 This is no e-mail address.",
  ]) {
    await foreseen.getByRole("listitem").filter({ hasText: line }).first().waitFor();
  }
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const members = await openAs(browser, baton.url, "Olivia Hart", "/settings/members");
  await members.getByText("Nobody is invited at the moment.").waitFor();

  await foreseen.getByRole("button", { name: "Invite 2 people" }).click();
  const report = page.getByRole("region", { name: "This happened" });
  await report.getByRole("listitem").filter({ hasText: "kim@contoso.example" }).waitFor();
  expect(await report.getByRole("button").count()).toBe(0);
  await expectAccessible(page);
  await members.reload();
  await members.getByText("kim@contoso.example").waitFor();

  await page.getByRole("button", { name: "Import another file" }).click();
  await page.getByLabel("or paste its text").fill(EXPORT);
  await page.getByRole("button", { name: "See what would happen" }).click();
  await page.getByText("Nothing in it is new.").waitFor();
  await page.getByLabel("or paste its text").fill("Name\nKim");
  await page.getByRole("button", { name: "See what would happen" }).click();
  await page.getByText("must have a column with e-mail addresses.").waitFor();
});

test("what is changed while a file is looked at has to be looked at itself before it can be imported", async () => {
  const page = await openAs(browser, baton.url, "Adam Reyes", "/settings/members/import");
  const text = page.getByLabel("or paste its text");
  const look = page.getByRole("button", { name: "See what would happen" });
  const held = await heldAnswers(page, "POST", "**/account/import?dry_run=true");
  await text.fill("Name,Email\nLee,lee@contoso.example");
  await look.click();
  await held.asked;
  await text.fill("Name,Email\nMax,max@contoso.example");
  held.letGo();
  await look.waitFor();
  expect(await page.getByRole("region", { name: "This would happen" }).count()).toBe(0);
  await look.click();
  await page.getByRole("listitem").filter({ hasText: "max@contoso.example" }).waitFor();
  expect(await page.getByText("lee@contoso.example", { exact: true }).count()).toBe(0);
});

test("people are imported in German, and by admins alone", async () => {
  const page = await openAs(browser, baton.url, "Adam Reyes", "/escalations");
  await page.evaluate("localStorage.setItem('baton.language', 'de')");
  await page.goto(`${baton.url}/settings/members/import`);
  await page.getByLabel("oder ihr Text, hier eingefügt").fill(EXPORT);
  await page.getByRole("button", { name: "Zeigen, was geschähe" }).click();
  await page.getByText("Schon Mitglied.").waitFor();
  await page.getByText("Das ist keine E-Mail-Adresse.").waitFor();
  await expectNoSidewaysScroll(page);
  const priya = await openAs(browser, baton.url, "Priya Nair", "/settings/members/import");
  await priya.getByText("An owner or admin of this account can see and change this.").waitFor();
});
