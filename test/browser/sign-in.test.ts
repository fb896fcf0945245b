import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { SOON } from "../support/demo-browser.ts";
import { useBrowser } from "../support/browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
const MICROSOFT = "https://login.microsoftonline.com/**";

let baton: RunningBaton;
beforeAll(async () => {
  const environment = { MICROSOFT_CLIENT_ID: "client", MICROSOFT_CLIENT_SECRET: "secret" };
  baton = await startBaton({ environment });
});
afterAll(() => baton.stop());

async function open(path = "/sign-in"): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(baton.url + path);
  return page;
}

const email = (page: Page) => page.getByRole("textbox", { name: "Email" });
const button = (page: Page, name: string) => page.getByRole("button", { name });
const queue = (page: Page) => page.getByRole("heading", { name: "Queue" }).waitFor();
const focused = (locator: Locator) =>
  vi.waitUntil(() => locator.evaluate((element) => element.matches(":focus")), SOON);

/** The newest mail to an address, once there are so many. */
async function mailTo(address: string, count: number): Promise<{ subject: string; text: string }> {
  const path = `${baton.url}/dev/mail.json?to=${encodeURIComponent(address)}`;
  return vi.waitFor(async () => {
    const { items } = (await (await fetch(path)).json()) as { items: { subject: string; text: string }[] };
    const [newest] = items;
    if (!newest || items.length < count) throw new Error(`${items.length} mails to ${address}`);
    return newest;
  }, SOON);
}

async function api(method: string, path: string, body: object | null, token = ""): Promise<unknown> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  return (await fetch(`${baton.url}/api/v1${path}`, init)).json();
}

describe("by email", () => {
  test("a mailed link signs in once; used again, it says what to do", async () => {
    const page = await open();
    await email(page).fill("sam@northwind.example");
    await page.keyboard.press("Enter");
    await focused(page.getByRole("heading", { name: "Look into your mailbox" }));
    const mailbox = page.getByRole("link", { name: "Open the mailbox" });
    expect(await mailbox.getAttribute("href")).toBe("/dev/mail");
    const { text } = await mailTo("sam@northwind.example", 1);
    const link = /http:\S+/.exec(text)?.[0] ?? "";

    for (const _ of ["opened by a scanner", "opened by Sam"]) await page.goto(link);
    await button(page, "Sign in to Baton").click();
    await queue(page);
    await page.locator(".person-name").getByText("Sam Okafor").waitFor();

    const other = await open(new URL(link).pathname + new URL(link).search);
    await button(other, "Sign in to Baton").click();
    await other.getByRole("alert").getByText("That link was used already").waitFor();
    expect(await email(other).isVisible()).toBe(true);
  });

  test("a mail's button and a link that is mailed afterwards lead on to what one wanted to open", async () => {
    const sam = (await api("POST", "/demo/sign-in", { email: "sam@northwind.example" })) as { token: string };
    const { id } = (await api("POST", "/ai-sessions", { problem_summary: "Deep" }, sam.token)) as {
      id: string;
    };
    const message = { role: "user", content: "Here" };
    const { id: said } = (await api("POST", `/ai-sessions/${id}/messages`, message, sam.token)) as {
      id: string;
    };
    await api("POST", `/ai-sessions/${id}/handoff`, { intent: "escalate" }, sam.token);
    const told = await mailTo("olivia@northwind.example", 1);
    const wanted = [
      /http\S+\/escalations/.exec(told.text)?.[0] ?? "",
      `${baton.url}/sessions/${id}#message-${said}`,
    ];
    for (const [before, address] of wanted.entries()) {
      const page = await open(address.slice(baton.url.length));
      await page.waitForURL("**/sign-in?next=*");
      await email(page).fill("vik@northwind.example");
      await button(page, "Mail me a link").click();
      const { text } = await mailTo("vik@northwind.example", before + 1);
      await page.goto(/http:\S+/.exec(text)?.[0] ?? "");
      await button(page, "Sign in to Baton").click();
      await page.waitForURL(address);
      await page.getByText("Vik").first().waitFor();
    }
  });

  test("a code: a wrong one is said at its field, a new one can be had, the right one leads where one was going", async () => {
    browser.willFail(422);
    const page = await open("/settings/me");
    await page.waitForURL("**/sign-in?next=*");
    await email(page).fill("priya@northwind.example");
    await button(page, "Mail me a code").click();
    const code = page.getByRole("textbox", { name: "Code" });
    await focused(code);
    const first = (await mailTo("priya@northwind.example", 1)).subject.slice(0, 6);
    await code.fill(first === "000000" ? "000001" : "000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("This code is wrong").waitFor();
    await focused(code);
    expect(await code.getAttribute("aria-invalid")).toBe("true");

    await button(page, "Mail me a new code").click();
    await page.getByRole("status").getByText("Only the newest one works").waitFor();
    const second = (await mailTo("priya@northwind.example", 2)).subject.slice(0, 6);
    await code.fill(`${second.slice(0, 3)} ${second.slice(3)}`);
    await button(page, "Sign in").click();
    await page.waitForURL("**/settings/me");
  });

  test("too many tries say so, and one can begin again with the same address", async () => {
    browser.willFail(422, 429);
    const page = await open("/sign-in?email=adam@northwind.example");
    expect(await email(page).inputValue()).toBe("adam@northwind.example");
    await button(page, "Mail me a code").click();
    const code = page.getByRole("textbox", { name: "Code" });
    const right = (await mailTo("adam@northwind.example", 1)).subject.slice(0, 6);
    await code.fill(right === "000000" ? "000001" : "000000");
    const tooMany = page.getByRole("alert").getByText("Too many tries");
    for (let tries = 0; tries < 5 && !(await tooMany.isVisible()); tries++) {
      const answered = page.waitForResponse("**/sign-in/email-otp");
      await button(page, "Sign in").click();
      await answered;
      await page.getByRole("alert").waitFor();
    }
    await tooMany.waitFor();
    await button(page, "Use another address").click();
    await focused(email(page));
    expect(await email(page).inputValue()).toBe("adam@northwind.example");
  });

  test("what is no address is said at its field and not sent", async () => {
    const page = await open();
    const asked: string[] = [];
    page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
    await email(page).waitFor();
    for (const [typed, said] of [
      ["", "Type your email address."],
      ["nobody", "This is not an email address."],
    ] as const) {
      await email(page).fill(typed);
      await button(page, "Mail me a link").click();
      await page.getByRole("alert").getByText(said).waitFor();
      await focused(email(page));
    }
    expect(asked).toEqual([]);
  });
});

test("the whole sign-in goes by keyboard alone, from the heading on", async () => {
  const page = await open();
  await focused(page.getByRole("heading", { name: "Sign in" }));
  await button(page, "Olivia Hart").waitFor();
  const stops: string[] = [];
  for (let stop = 0; stop < 6; stop++) {
    await page.keyboard.press("Tab");
    stops.push(
      await page.evaluate("document.activeElement.textContent || document.activeElement.id && 'field'"),
    );
  }
  expect(stops).toEqual([
    "Continue with Microsoft",
    "field",
    "Mail me a link",
    "Mail me a code",
    "Olivia Hart Owner",
    "Adam Reyes Admin",
  ]);
  await page.keyboard.press("Enter");
  await queue(page);
  await page.locator(".person-name").getByText("Adam Reyes").waitFor();
});

describe("with Microsoft", () => {
  /** Lets a page stand for Microsoft's, which sends the person back with these words. */
  async function answerAs(page: Page, answer: (back: URL) => void): Promise<void> {
    await page.route(MICROSOFT, async (route) => {
      const asked = new URL(route.request().url());
      const back = new URL(asked.searchParams.get("redirect_uri") ?? "");
      back.searchParams.set("state", asked.searchParams.get("state") ?? "");
      answer(back);
      const body = `<!doctype html><title>Microsoft</title><a href="${back.href.replaceAll("&", "&amp;")}">Go back</a>`;
      await route.fulfill({ contentType: "text/html", body });
    });
  }

  test("somebody who says no there is back, told so, and goes on by another way to where they were going", async () => {
    const page = await open("/numbers");
    await answerAs(page, (back) => back.searchParams.set("error", "access_denied"));
    await button(page, "Continue with Microsoft").click();
    await page.getByRole("link", { name: "Go back" }).click();
    await page.getByRole("alert").getByText("You said no there").waitFor();
    await button(page, "Priya Nair").click();
    await page.waitForURL("**/numbers");
  });

  test("a way back that is not this browser's begins again", async () => {
    const page = await open();
    await answerAs(page, (back) => back.searchParams.set("state", "another-tab"));
    await button(page, "Continue with Microsoft").click();
    await page.getByRole("link", { name: "Go back" }).click();
    await page.getByRole("alert").getByText("Begin again here").waitFor();
  });
});

test("German is chosen before signing in and stays; a failure is told in German, too", async () => {
  browser.willFail("unreachable", 403);
  const page = await open();
  await button(page, "Deutsch").click();
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.route("**/sign-in/magic-link", (route) => route.abort());
  await page.getByLabel("E-Mail-Adresse").fill("sam@northwind.example");
  await button(page, "Link schicken").click();
  await page.getByRole("alert").getByText("Baton ist nicht zu erreichen").waitFor();
  await page.route("**/sign-in/magic-link", (route) =>
    route.fulfill({
      status: 403,
      json: {
        code: "forbidden",
        title: "Not allowed",
        detail: "Only an owner.",
        status: 403,
        request_id: "r-1",
      },
    }),
  );
  await button(page, "Link schicken").click();
  const told = page.getByRole("alert").filter({ hasText: "Nicht erlaubt." });
  await told.waitFor();
  expect(await told.locator("[lang=en]").innerText()).toBe("Only an owner.");
  expect(await told.innerText()).toContain("Kennzeichen r-1");

  await button(page, "Priya Nair").click();
  await page.getByRole("heading", { name: "Warteschlange" }).waitFor();
  expect(await page.locator(".person-name").innerText()).toBe("Priya Nair Techniker");
  const stream = page.waitForEvent("websocket");
  await page.reload();
  await (await stream).waitForEvent("framereceived");
  await button(page, "Priya Nair").click();
  await button(page, "Abmelden").click();
  await page.getByRole("status").getByText("Sie sind abgemeldet.").waitFor();
});

test("a login that has ended says so and leads back to where one was", async () => {
  const page = await open();
  await button(page, "Priya Nair").click();
  await queue(page);
  const stream = page.waitForEvent("websocket");
  await page.goto(`${baton.url}/sessions`);
  await (await stream).waitForEvent("framereceived");
  await page.evaluate("fetch('/api/v1/auth/sign-out', { method: 'POST' })");
  await page.getByRole("status").getByText("Your sign-in has ended").waitFor();
  await button(page, "Priya Nair").click();
  await page.waitForURL("**/sessions");
});

test("somebody without an account is told so, and comes in once they are let in", async () => {
  const { token } = (await api("POST", "/demo/sign-in", { email: "fay@fabrikam.example" })) as {
    token: string;
  };
  const { items } = (await api("GET", "/members", null, token)) as { items: { id: string; name: string }[] };
  const finn = items.find(({ name }) => name.startsWith("Finn"));
  const page = await open();
  await button(page, "Finn").click();
  await queue(page);
  await page.waitForLoadState("networkidle");
  await api("PATCH", `/members/${finn?.id}`, { active: false }, token);
  await page.goto(`${baton.url}/sessions`);
  await page.getByRole("heading", { name: "You are not in an account" }).waitFor();
  await expectAccessible(page);
  await button(page, "I have been let in").click();
  await page.getByRole("status").getByText("You are still not in an account.").waitFor();
  await api("PATCH", `/members/${finn?.id}`, { active: true }, token);
  await button(page, "I have been let in").click();
  await page.getByRole("heading", { name: "Sessions" }).waitFor();
});

test("axe finds nothing serious on any of its faces, in both languages", async () => {
  for (const language of ["English", "Deutsch"]) {
    const page = await open("/sign-in?error=link_used");
    await button(page, language).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page);
    await page.locator("form button.primary").click();
    await page.locator("[aria-invalid=true]").waitFor();
    await expectAccessible(page);
    await page.locator("form input").fill("vik@northwind.example");
    await page.locator("form button:not(.primary)").click();
    await page.getByLabel("Code", { exact: true }).waitFor();
    await expectAccessible(page);
    await page.goto(`${baton.url}/sign-in?token=some`);
    await page.locator("form button.primary").waitFor();
    await expectAccessible(page);
  }
});
