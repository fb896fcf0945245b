import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { Headers, type Request, fetch } from "miniflare";
import { defineConfig } from "vitest/config";
import { askOpenId } from "./test/support/ask-open-id.ts";
import { startModelServer } from "./test/support/model-server.ts";
import { OPEN_ID_HOSTS, startOpenIdServer } from "./test/support/open-id-server.ts";
import { startPostmarkServer } from "./test/support/postmark-server.ts";
import { startReceiverServer } from "./test/support/receiver-server.ts";
import { HOST_HEADER, isPsaHost, startPsaServer } from "./test/support/psa-server.ts";
import ClosingLineReporter from "./test/support/closing-line-reporter.ts";

const inWorkerd = [
  "test/{domain,http,bus,queue,scheduled,identity,channels,psa,assessment,platform,db,faults}/**/*.test.ts",
];
const inNode = ["test/{ui,client,inbound}/**/*.test.ts"];

/** What starts a Baton, or a Chromium, of its own. */
const whatStarts = { testTimeout: 180_000, hookTimeout: 180_000 };

const postmark = await startPostmarkServer();
const model = await startModelServer();
const psa = await startPsaServer();
const openId = await startOpenIdServer();

/** Leads a call to a PSA's own host to the tests' server, as it came: redirects are for the caller to follow. */
async function askPsa(request: Request) {
  const { host, pathname, search } = new URL(request.url);
  const headers = { ...Object.fromEntries(request.headers), [HOST_HEADER]: host };
  const { method } = request;
  const body = method === "GET" ? null : await request.text();
  return fetch(`http://${psa.host}${pathname}${search}`, { method, headers, body, redirect: "manual" });
}
const receiver = await startReceiverServer();

/** Leads a call to one of the tests' receivers to the server that has them all. */
function askReceiver(request: Request) {
  const { host, pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set("x-receiver", host);
  const { method, body } = request;
  const init = { method, headers, body, duplex: "half", redirect: "manual" } as const;
  return fetch(`http://${receiver.host}${pathname}${search}`, init);
}

export default defineConfig({
  test: {
    reporters: ["default", new ClosingLineReporter()],
    // What the Worker logs is shown for tests that fail.
    silent: "passed-only",
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                BETTER_AUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
                DEMO_MODE: "on",
                PUBLIC_URL: "https://baton.example",
                BATON_MODEL_RUNS: process.env["BATON_MODEL_RUNS"] ?? "",
                BATON_FAULTS: process.env["BATON_FAULTS"] ?? "",
                TEST_POSTMARK: postmark.host,
                TEST_MODEL: model.host,
                TEST_OPEN_ID: openId.host,
                TEST_MIGRATIONS: await readD1Migrations("./migrations"),
              },
              // No test can reach a network: the tests' own servers are all that answers.
              outboundService: async (request: Request) => {
                const url = new URL(request.url);
                if (url.host === postmark.host || url.host === openId.host) return fetch(request);
                if (url.host === model.host) return fetch(request, { redirect: "manual" });
                if (isPsaHost(url.host)) return askPsa(request);
                if (url.host.endsWith(".receiver.test")) return askReceiver(request);
                if (OPEN_ID_HOSTS.includes(url.host)) return askOpenId(openId.host, request);
                throw new Error(`A test tried to reach ${request.url}`);
              },
            },
          })),
        ],
        test: {
          name: "workerd",
          include: inWorkerd,
          setupFiles: [
            "./test/support/keep-module.ts",
            "./test/support/keep-logs.ts",
            "./test/support/apply-migrations.ts",
            "./test/support/end-objects.ts",
          ],
          // A busy machine is slow, not wrong: the limit is there for what would never end.
          testTimeout: 300_000,
          // A runtime goes on from file to file: starting it costs seconds, and every test makes its own account.
          isolate: false,
        },
      },
      { test: { name: "node", include: inNode, testTimeout: 60_000 } },
      { test: { name: "architecture", include: ["test/architecture/**/*.test.ts"] } },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          ...whatStarts,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "clients",
          include: ["test/clients/**/*.test.ts"],
          ...whatStarts,
          sequence: { groupOrder: 1 },
        },
      },
      // One after the other: they build, cut the power, and measure silence.
      {
        test: {
          name: "running",
          include: ["test/running/**/*.test.ts"],
          ...whatStarts,
          fileParallelism: false,
        },
      },
    ],
  },
});
