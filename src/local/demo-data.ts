import type { NewHandoff } from "../contract/handoff.ts";
import type { Role } from "../contract/role.ts";
import type { NewMessage, NewSession, NewStep } from "../contract/session.ts";

/** The accounts and people of the demo (`api.md` §3). */
export const DEMO_ACCOUNTS: {
  name: string;
  slug: "northwind" | "fabrikam";
  teams: string[];
  people: { name: string; email: string; role: Role }[];
}[] = [
  {
    name: "Northwind MSP",
    slug: "northwind",
    teams: ["Network", "Microsoft 365"],
    people: [
      { name: "Olivia Hart", email: "olivia@northwind.example", role: "owner" },
      { name: "Adam Reyes", email: "adam@northwind.example", role: "admin" },
      { name: "Priya Nair", email: "priya@northwind.example", role: "engineer" },
      { name: "Sam Okafor", email: "sam@northwind.example", role: "engineer" },
      { name: "Vik Lindqvist", email: "vik@northwind.example", role: "viewer" },
    ],
  },
  {
    name: "Fabrikam IT",
    slug: "fabrikam",
    teams: [],
    people: [
      { name: "Fay Novak", email: "fay@fabrikam.example", role: "owner" },
      { name: "Finn Castellano", email: "finn@fabrikam.example", role: "engineer" },
    ],
  },
];

export interface DemoSession {
  account: "northwind" | "fabrikam";
  by: string;
  minutes_ago: number;
  session: NewSession;
  branches?: string[];
  messages: [NewMessage["role"], string][];
  steps: NewStep[];
  handoff?: NewHandoff & { claimed_by?: string; read_back?: string };
  resolution?: string;
}

/** Believable work of different ages: waiting, parked, picked up, solved, and still in progress. */
export const DEMO_SESSIONS: DemoSession[] = [
  {
    account: "northwind",
    by: "priya",
    minutes_ago: 42,
    session: {
      problem_summary: "Outlook asks for a password every few minutes on all of Harbor Dental's PCs",
      problem_domain: "Microsoft 365",
      customer: "Harbor Dental",
      contact: "Joanne (front desk)",
      device: "12 workstations, site-wide",
    },
    messages: [
      [
        "user",
        "Since this morning every PC pops up a sign-in window about every five minutes. Mail still arrives.",
      ],
      ["assistant", "Is it the modern sign-in window or the small Windows Security one?"],
      ["user", "The small grey one. Cancelling it works until the next time."],
    ],
    steps: [
      {
        title: "Removed and re-added the Office credential in Credential Manager",
        result: "failed",
        detail: "The prompt came back after four minutes on the same PC.",
      },
      {
        title: "Signed in through Outlook on the web",
        result: "worked",
        detail: "No prompt at all in the browser with the same account.",
      },
      {
        title: "Checked conditional access sign-in log",
        result: "inconclusive",
        detail: "Success entries only, but with legacy protocol for the local clients.",
      },
    ],
    handoff: {
      intent: "escalate",
      priority: "high",
      engineer_notes:
        "Whole practice affected, they open again at 13:00. Web works, desktop does not. I suspect basic authentication was switched off for the tenant but cannot see the setting.",
    },
  },
  {
    account: "northwind",
    by: "sam",
    minutes_ago: 18,
    session: {
      problem_summary: "Site-to-site VPN of Castle Logistics drops every 50 minutes",
      problem_domain: "Network",
      customer: "Castle Logistics",
      contact: "Marek Dvorak",
      device: "FW-CASTLE-01",
    },
    branches: ["Phase 2 rekey mismatch", "ISP line resets"],
    messages: [["user", "Warehouse scanners lose the ERP about once an hour, for two minutes."]],
    steps: [
      {
        title: "Compared phase 1 and phase 2 lifetimes on both ends",
        result: "inconclusive",
        detail: "3600 s here; the other end is managed by the ERP vendor, who has not answered.",
      },
      { title: "Replaced the WAN patch cable", result: "failed", detail: "Dropped again at 10:50." },
    ],
    handoff: {
      intent: "escalate",
      priority: "critical",
      engineer_notes: "Shift change at 14:00 needs the scanners. Who has a contact at the ERP vendor?",
    },
  },
  {
    account: "northwind",
    by: "sam",
    minutes_ago: 190,
    session: {
      problem_summary: "Nightly backup of SRV-FILE02 fails with 0x80780049",
      problem_domain: "Backup",
      customer: "Brightside Architects",
      device: "SRV-FILE02",
    },
    messages: [["user", "Third night in a row. Drive was swapped last week."]],
    steps: [
      {
        title: "Checked free space on the target",
        result: "worked",
        detail: "1.2 TB free, so space is not it.",
      },
      { title: "Re-registered the VSS writers", result: "inconclusive", detail: "Next run is tonight." },
    ],
    handoff: {
      intent: "park",
      priority: "normal",
      engineer_notes: "Waiting for tonight's run before going on.",
    },
  },
  {
    account: "northwind",
    by: "priya",
    minutes_ago: 75,
    session: {
      problem_summary: "Scanner at Maple Clinic sends empty PDFs to the share",
      problem_domain: "Printing",
      customer: "Maple Clinic",
      device: "MFP-2F",
    },
    messages: [["user", "Preview on the panel looks fine, the file on the share has zero bytes."]],
    steps: [
      { title: "Sent a scan by e-mail instead", result: "worked", detail: "PDF arrives intact." },
      { title: "Renewed the scan account's password", result: "failed", detail: "Still zero bytes." },
    ],
    handoff: {
      intent: "escalate",
      priority: "normal",
      engineer_notes: "Mail works, SMB does not. Probably the SMB version after the server update.",
      claimed_by: "adam",
      read_back: "SMB write fails after the update; first I check the share's minimum SMB version.",
    },
  },
  {
    account: "northwind",
    by: "priya",
    minutes_ago: 60 * 26,
    session: {
      problem_summary: "New starter cannot open the shared mailbox",
      problem_domain: "Microsoft 365",
      customer: "Castle Logistics",
      contact: "Ana Torres",
    },
    messages: [["user", "She sees the mailbox in the list, but opening it gives an error."]],
    steps: [{ title: "Checked mailbox permissions", result: "worked", detail: "Full access was missing." }],
    resolution: "Granted full access to the shared mailbox and waited for the sync.",
  },
  {
    account: "northwind",
    by: "sam",
    minutes_ago: 9,
    session: {
      problem_summary: "Accounting PC at Brightside freezes when opening large spreadsheets",
      problem_domain: "Workstation",
      customer: "Brightside Architects",
      device: "WS-ACC-03",
    },
    messages: [["user", "It hangs for a minute whenever the cost sheet is opened."]],
    steps: [],
  },
  {
    account: "fabrikam",
    by: "finn",
    minutes_ago: 55,
    session: {
      problem_summary: "Tills at Corner Bakery cannot reach the card processor",
      problem_domain: "Network",
      customer: "Corner Bakery",
      device: "POS-1, POS-2",
    },
    messages: [["user", "Both tills say no connection, the office PC is online."]],
    steps: [{ title: "Restarted both tills", result: "failed", detail: "Same message." }],
    handoff: { intent: "escalate", priority: "high", engineer_notes: "They take cash only at the moment." },
  },
];
