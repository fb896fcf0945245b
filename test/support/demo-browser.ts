import type { Page } from "playwright-core";
import type { Handoff } from "../../src/contract/handoff.ts";
import type { TestBrowser } from "./browser.ts";

/** How long a browser test waits for what comes by itself. */
export const SOON = { timeout: 30_000, interval: 50 };

type Method = "POST" | "PATCH" | "PUT" | "GET" | "DELETE";

/** Calls the API as a person of the demo; with a method of its own where it is not POST. */
export async function demoCaller(url: string, email: string) {
  const call = async <T>(
    path: string,
    body: object | null,
    token = "",
    method: Method = "POST",
  ): Promise<T> => {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const sent = body === null ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...sent });
    const text = await response.text();
    return (text === "" ? null : JSON.parse(text)) as T;
  };
  const { token } = await call<{ token: string }>("/demo/sign-in", { email });
  return <T = { id: string }>(path: string, body: object | null, method: Method = "POST") =>
    call<T>(path, body, token, method);
}

/** Opens an address as a person of the demo, signed in by the page itself, once the live channel is open. */
export async function openAs(browser: TestBrowser, url: string, name: string, path: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  if (path !== "/escalations") await page.goto(url + path);
  await page.getByText(/^Live/).waitFor();
  return page;
}

/** Sam escalates a session in which one step was tried. */
export async function handOffBySam(
  url: string,
  session: object,
  step: object = {},
  handoff: object = {},
): Promise<Handoff> {
  const sam = await demoCaller(url, "sam@northwind.example");
  const { id } = await sam("/ai-sessions", session);
  const tried = { title: "Restarted it", result: "failed", detail: "Same again", ...step };
  await sam(`/ai-sessions/${id}/steps`, tried);
  return await sam<Handoff>(`/ai-sessions/${id}/handoff`, { intent: "escalate", ...handoff });
}

export function contextOf({ session_id, id }: Handoff): string {
  return `/sessions/${session_id}/handoffs/${id}`;
}

export function sessionOf({ session_id }: Handoff): string {
  return `/sessions/${session_id}`;
}
