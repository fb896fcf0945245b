import type { DemoPerson } from "./seed-demo.ts";

/** What the terminal says once Baton answers: address, demo people by account, mailbox, log, how to stop. */
export function announce(running: { url: string; people: DemoPerson[]; logPath: string }): string {
  const lines = ["", `  Baton is running at ${running.url}`, ""];
  for (const account of new Set(running.people.map((person) => person.account))) {
    lines.push(`  ${account}`);
    for (const person of running.people) {
      if (person.account === account)
        lines.push(`    ${person.email.padEnd(28)} ${person.role.padEnd(9)} ${person.name}`);
    }
    lines.push("");
  }
  lines.push(`  Mail that it sends   ${running.url}/dev/mail`);
  lines.push(`  What it logs         ${running.logPath}`);
  lines.push("  Stop it with         Ctrl+C", "");
  return lines.join("\n");
}
