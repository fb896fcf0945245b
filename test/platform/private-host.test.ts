import { expect, test } from "vitest";
import { isPrivateHost } from "../../src/platform/private-host.ts";

const hostOf = (address: string) => new URL(address).hostname;

test.each([
  "https://localhost",
  "https://LOCALHOST.",
  "https://x.localhost",
  "https://intranet",
  "https://nas.local",
  "https://db.internal",
  "https://127.0.0.1",
  "https://2130706433",
  "https://0x7f000001",
  "https://017700000001",
  "https://127.1",
  "https://0.0.0.0",
  "https://10.1.2.3",
  "https://100.64.0.1",
  "https://169.254.169.254",
  "https://172.31.255.255",
  "https://192.168.0.1",
  "https://198.18.0.1",
  "https://224.0.0.1",
  "https://[::]",
  "https://[::1]",
  "https://[fd00::1]",
  "https://[fe80::1]",
  "https://[::ffff:8.8.8.8]",
  "https://[64:ff9b::a00:1]",
  "https://[2002:a00:1::]",
  "https://[2001:db8::1]",
  "https://[2001::1]",
])("%s is private", (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(true);
});

test.each([
  "https://example.com",
  "https://8.8.8.8",
  "https://172.32.0.1",
  "https://192.169.0.1",
  "https://100.128.0.1",
  "https://[2606:4700::1111]",
  "https://[2a00:1450:4001::1]",
  "https://localhost.example.com",
])("%s is public", (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(false);
});
