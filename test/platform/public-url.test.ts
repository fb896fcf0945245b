import { describe, expect, it } from "vitest";
import { isPrivateAddress, whyNotPublic } from "../../src/platform/public-url.ts";

const INSIDE = "The address leads into a private network.";

describe("an address of somebody else's choice", () => {
  it.each([
    "https://hooks.example.com/x?y=z",
    "https://8.8.8.8/",
    "https://172.32.0.1/",
    "https://[2606:4700:4700::1111]:8443/",
    "https://xn--bcher-kva.example/",
  ])("may be called if it is public: %s", (url) => {
    expect(whyNotPublic(url)).toBeNull();
  });

  it.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://１２７.0.0.1/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.100.100.200/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[fe80::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[2001::1]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://api.localhost/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://intranet/",
    "https://nas.home.arpa/",
    "https://127.0.0.1./",
    "https://127.0.0.1:8443/",
    "https://%6c%6f%63alhost/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://localhost。/",
    "https://0x7f.1/",
    "https://[0:0:0:0:0:ffff:a00:1]/",
    "https://[2001:20::1]/",
    "https://[3fff::1]/",
    "https://168.63.129.16/",
  ])("may not if it leads inside, however it is written: %s", (url) => {
    expect(whyNotPublic(url)).toBe(INSIDE);
  });

  it.each([
    ["http://hooks.example.com/", "The address must begin with https://."],
    ["ftp://hooks.example.com/", "The address must begin with https://."],
    ["javascript:alert(1)", "The address must begin with https://."],
    ["https://user:secret@hooks.example.com/", "The address must hold no user name or password."],
    ["hooks.example.com", "This is no web address."],
    ["https://", "This is no web address."],
    ["https://1.2.3.4.5.6/", "This is no web address."],
  ])("is no address for it: %s", (url, reason) => {
    expect(whyNotPublic(url)).toBe(reason);
  });

  it("is judged by each address that its name leads to, too", () => {
    for (const address of ["127.0.0.1", "::1", "10.0.0.1", "fd00::1", "not an address"]) {
      expect(isPrivateAddress(address), address).toBe(true);
    }
    for (const address of ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]) {
      expect(isPrivateAddress(address), address).toBe(false);
    }
  });
});
