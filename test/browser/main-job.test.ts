import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { SOON } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** A person of the demo, signed in by the page itself, on their queue. */
async function signIn(name: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  return page;
}

/** Opens a session with this problem, adds what was tried, and escalates it, all through the page. */
async function escalate(page: Page, problem: string): Promise<void> {
  await page.getByRole("link", { name: "Sessions" }).click();
  await page.getByRole("button", { name: "New session" }).click();
  await page.getByLabel("Problem").fill(problem);
  await page.getByRole("button", { name: "Start session" }).click();
  await page.getByRole("heading", { name: problem, level: 1 }).waitFor();
  await page.getByLabel("What was tried").fill("Restarted the tunnel");
  await page.getByRole("button", { name: "Record step" }).click();
  await page.getByRole("listitem").filter({ hasText: "Restarted the tunnel" }).waitFor();
  await page.getByRole("button", { name: "Hand off", exact: true }).click();
  await page.getByLabel("Where are you stuck?").fill("Out of ideas");
  await page.getByRole("button", { name: "Hand off now" }).click();
  await page.getByText("These people will be told").waitFor();
}

function card(page: Page, problem: string) {
  return page.getByRole("listitem").filter({ hasText: problem });
}

interface Mail {
  to: string;
  subject: string;
  metadata: { handoff_id: string };
}

async function mailsAbout(problem: string): Promise<Mail[]> {
  const response = await fetch(`${baton.url}/dev/mail.json`);
  const { items } = (await response.json()) as { items: Mail[] };
  return items.filter((mail) => mail.subject === `New escalation: ${problem}`);
}

describe("the main job, in three browsers on one machine", () => {
  test("a stuck engineer is helped: seen live, mailed once, picked up by exactly one", async () => {
    browser.willFail(409);
    const problem = "Tunnel to Castle drops";
    const [sam, priya, adam, fay] = await Promise.all(
      ["Sam Okafor", "Priya Nair", "Adam Reyes", "Fay Novak"].map(signIn),
    );
    if (!sam || !priya || !adam || !fay) throw new Error("Somebody could not sign in.");

    await escalate(sam, problem);
    // Nobody reloads: the cards come by themselves.
    await Promise.all([card(priya, problem).waitFor(), card(adam, problem).waitFor()]);

    // Whoever picks up before the mails are out spares the others theirs.
    await vi.waitUntil(async () => (await mailsAbout(problem)).length >= 3, SOON);

    // Both claims leave when both have pressed: otherwise the quicker one's would take the card from the other's screen.
    const { promise: bothPressed, resolve: letGo } = Promise.withResolvers<void>();
    let pressed = 0;
    const pickUp = async (page: Page) => {
      await page.route("**/claim", async (route) => {
        if (++pressed === 2) letGo();
        await bothPressed;
        await route.continue();
      });
      await card(page, problem).getByRole("button", { name: "Pick Up" }).click();
    };
    await Promise.all([pickUp(priya), pickUp(adam)]);
    const won = (page: Page) => page.getByRole("heading", { name: "Start here" });
    const lost = (page: Page) => page.getByText("picked this up");
    const outcome = async (page: Page) => {
      await won(page).or(lost(page)).first().waitFor();
      return (await won(page).isVisible()) ? "won" : await lost(page).first().innerText();
    };
    const outcomes = await Promise.all([outcome(priya), outcome(adam)]);

    expect(outcomes.filter((one) => one === "won")).toHaveLength(1);
    const told = outcomes.find((one) => one !== "won");
    const winner = outcomes[0] === "won" ? "Priya Nair" : "Adam Reyes";
    expect(told).toMatch(new RegExp(`${winner}.*picked this up.*(sec|now|ago)`, "s"));

    const winnersPage = outcomes[0] === "won" ? priya : adam;
    for (const name of ["Problem summary", "What has been tried", "AI assessment", "Start here"]) {
      expect(await winnersPage.getByRole("heading", { name }).isVisible(), name).toBe(true);
    }
    expect(await winnersPage.getByText("Restarted the tunnel").first().isVisible()).toBe(true);

    const mails = await mailsAbout(problem);
    expect(mails.map((mail) => mail.to).toSorted()).toEqual([
      "adam@northwind.example",
      "olivia@northwind.example",
      "priya@northwind.example",
    ]);
    expect(await card(fay, problem).count()).toBe(0);
  });

  test("where an upgrade does not get through, the queue is live over SSE and misses nothing over a break", async () => {
    const problem = "Printer prints hieroglyphs";
    const priya = await browser.newPage();
    const transports: string[] = [];
    await priya.routeWebSocket(/escalations\/stream/, (socket) => socket.close());
    priya.on("request", (request) => {
      if (request.url().includes("/escalations/stream")) transports.push(request.resourceType());
    });
    await priya.goto(`${baton.url}/sign-in`);
    await priya.getByRole("button", { name: "Priya Nair" }).click();
    await vi.waitUntil(() => transports.includes("fetch"), SOON);

    const sam = await signIn("Sam Okafor");
    await escalate(sam, problem);

    await card(priya, problem).waitFor();
    expect(transports).toContain("fetch");
  });

  test("somebody who only reads sees the queue and no button to pick up", async () => {
    const vik = await signIn("Vik Lindqvist");

    await card(vik, "Site-to-site VPN of Castle Logistics").waitFor();
    expect(await vik.getByRole("button", { name: "Pick Up" }).count()).toBe(0);
  });
});

describe("two seniors on one card", () => {
  test("see each other, and stop doing so when one leaves", async () => {
    const problem = "Backup job fails every night";
    const sam = await signIn("Sam Okafor");
    await escalate(sam, problem);
    const [priya, adam] = [await signIn("Priya Nair"), await signIn("Adam Reyes")];

    await card(adam, problem).getByRole("link", { name: problem }).click();
    await adam.getByRole("heading", { name: "Start here" }).waitFor();
    await card(priya, problem).getByText("Adam Reyes looking at it").waitFor();

    await card(priya, problem).getByRole("link", { name: problem }).click();
    await priya.getByText("Adam Reyes looking at this").waitFor();
    await adam.getByText("Priya Nair looking at this").waitFor();
    await adam.getByRole("link", { name: "Queue" }).click();
    await priya.getByText("Adam Reyes looking at this").waitFor({ state: "detached" });
  });
});
