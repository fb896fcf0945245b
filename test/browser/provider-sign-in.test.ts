import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningBaton, runBaton } from "../../src/local/run-baton.ts";
import { newId } from "../../src/platform/new-id.ts";
import { askOpenId } from "../support/ask-open-id.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON } from "../support/demo-browser.ts";
import { atGoogle, atMicrosoft } from "../support/open-id-people.ts";
import { OPEN_ID_HOSTS, type OpenIdScript, startOpenIdServer } from "../support/open-id-server.ts";
import { emptyState } from "../support/running-baton.ts";

const browser = useBrowser();
const CLIENT = `client-${newId()}`;
const CLIENT_SECRET = `${CLIENT}-secret`;
const DEEP = "/sessions?mine=true&q=print#content";

let providers: { host: string };
let baton: RunningBaton;
beforeAll(async () => {
  providers = await startOpenIdServer();
  baton = await runBaton({
    stateFolder: emptyState(),
    reuseBuild: true,
    seed: true,
    variables: {
      DEMO_MODE: "on",
      MICROSOFT_CLIENT_ID: CLIENT,
      MICROSOFT_CLIENT_SECRET: CLIENT_SECRET,
      GOOGLE_CLIENT_ID: CLIENT,
      GOOGLE_CLIENT_SECRET: CLIENT_SECRET,
    },
    outbound: (request) => askOpenId(providers.host, request),
  });
});
afterAll(() => baton.stop());

const control = () => `http://${providers.host}/control?client_id=${CLIENT}`;

async function tell(script: OpenIdScript): Promise<void> {
  await fetch(control(), { method: "PUT", body: JSON.stringify(script) });
}

/** Shows the provider's own page under its own address, as the tests' server has it. */
async function showProvider(route: Route): Promise<void> {
  const url = new URL(route.request().url());
  const answer = await fetch(`http://${providers.host}/${url.host}${url.pathname}${url.search}`);
  await route.fulfill({ status: answer.status, contentType: "text/html", body: await answer.text() });
}

async function openDeep(): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.route((url) => OPEN_ID_HOSTS.includes(url.hostname), showProvider);
  await page.goto(baton.url + DEEP);
  return page;
}

test.for([
  ["Microsoft", "login.microsoftonline.com", atMicrosoft("sam@northwind.example", { name: "Sam" })],
  ["Google", "accounts.google.com", atGoogle("sam@northwind.example", { name: "Sam" })],
] as const)(
  "with %s: from a deep link to the provider's page, and back there signed in",
  async ([name, host, person]) => {
    await tell({ person, page: true });
    for (const time of ["first", "second"]) {
      const page = await openDeep();
      await page.getByRole("button", { name: `Continue with ${name}` }).click();
      await page.waitForURL(`https://${host}/**`);
      await page.getByRole("link", { name: "Go on as Sam" }).click();
      await page.waitForURL(baton.url + DEEP);
      await page.getByText("Sam Okafor").first().waitFor();
      await page.getByText(/^Live/).waitFor();
      expect(await page.getByRole("heading", { level: 1 }).innerText(), time).toBe("Sessions");
    }
    const { unexpected } = (await (await fetch(control())).json()) as { unexpected: string[] };
    expect(unexpected).toEqual([]);
  },
);

test("whom nobody has invited comes back to the sign-in, is told so, and keeps their way", async () => {
  await tell({ person: atGoogle("stranger@elsewhere.example", { name: "Stranger" }), page: true });
  const page = await openDeep();
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await page.getByRole("link", { name: "Go on as Stranger" }).click();
  await page.getByRole("alert").getByText("Nobody has invited").waitFor();
  await page.getByRole("button", { name: "Priya Nair" }).click();
  await page.waitForURL(baton.url + DEEP);
});
