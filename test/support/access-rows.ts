import type { Role, Scope } from "../../src/contract/role.ts";
import { newId } from "../../src/platform/new-id.ts";
import { makePsa } from "./psa-room.ts";

/** The rows of `api.md` §2, and the two exceptions of §7. Written from the page, not from the code. */
export const ROWS = {
  me: { roles: ["owner", "admin", "engineer", "viewer"], scopes: ["read", "escalate"] },
  personal: { roles: ["owner", "admin", "engineer", "viewer"], scopes: [] },
  read: { roles: ["owner", "admin", "engineer", "viewer"], scopes: ["read"] },
  work: { roles: ["owner", "admin", "engineer"], scopes: ["escalate"] },
  stream: { roles: ["owner", "admin", "engineer"], scopes: ["read"] },
  own: { roles: ["owner", "admin", "engineer"], scopes: [] },
  administer: { roles: ["owner", "admin"], scopes: [] },
  members: { roles: ["owner", "admin", "engineer"], scopes: [] },
  teams: { roles: ["owner", "admin", "engineer", "viewer"], scopes: ["read"] },
} as const satisfies Record<string, { roles: readonly Role[]; scopes: readonly Scope[] }>;

/** What a body may have to name: a colleague of the caller, and a stream that the caller holds open. */
export interface Named {
  colleague: string;
  stream: string;
}

/** What an operation needs so that somebody who may call it succeeds. */
export interface Access {
  row: keyof typeof ROWS;
  /** A body that is accepted, and which of the names it takes. */
  body?: (named: Named) => object;
  names?: keyof Named;
  /** How the session stands that the path names: handed off (open), held by the caller (and asked for by another) or by another, or parked. */
  state?: "active" | "open" | "held" | "asked" | "theirs" | "parked";
}

const reason = { reason: "Because" };

/** Every operation of the API. */
export const ACCESS: Record<string, Access> = {
  getMe: { row: "me" },
  getNotificationSettings: { row: "personal" },
  setNotificationSettings: { row: "personal", body: () => ({ channels: ["email"], quiet_hours: null }) },
  testNotifications: { row: "personal" },
  listOwnChannels: { row: "personal" },
  addOwnChannel: {
    row: "personal",
    body: () => ({ channel: "slack", name: "Mine", url: "https://mine.receiver.test/x" }),
  },
  removeOwnChannel: { row: "personal" },
  testOwnChannel: { row: "personal" },
  getWebPushKey: { row: "personal" },
  getQueue: { row: "read" },
  listHandoffs: { row: "read" },
  openStream: { row: "stream" },
  setPresence: {
    row: "own",
    names: "stream",
    body: ({ stream }) => ({ connection_id: stream, viewing: null }),
  },
  createSession: { row: "work", body: () => ({ problem_summary: "VPN down" }) },
  listSessions: { row: "read" },
  getSession: { row: "read" },
  changeSession: { row: "work", body: () => ({ customer: "Contoso" }) },
  resumeSession: { row: "work", state: "parked", body: () => ({}) },
  resolveSession: { row: "work", body: () => ({ resolution: "Done" }) },
  addMessage: { row: "work", body: () => ({ role: "user", content: "Hello" }) },
  addStep: { row: "work", body: () => ({ title: "Restart", result: "failed" }) },
  addBranch: { row: "work", body: () => ({ label: "Driver" }) },
  changeBranch: { row: "work", body: () => ({ label: "Cable" }) },
  writeDocumentation: { row: "work", body: () => ({}) },
  readDocumentation: { row: "read" },
  saveDocumentation: { row: "work", body: () => ({ text: "Edited" }) },
  handOffSession: { row: "work", body: () => ({ intent: "escalate" }) },
  previewHandoff: { row: "work" },
  listHandoffsOfSession: { row: "read", state: "open" },
  getHandoff: { row: "read", state: "open" },
  writeReadBack: { row: "own", state: "held", body: () => ({ read_back: "Fuser first" }) },
  addNote: { row: "work", state: "open", body: () => ({ text: "Vendor called" }) },
  listDeliveries: { row: "read", state: "open" },
  getTimeline: { row: "read", state: "open" },
  retryDelivery: { row: "administer", state: "open" },
  claimHandoff: { row: "own", state: "open", body: () => ({}) },
  releaseHandoff: { row: "own", state: "held", body: () => reason },
  reassignHandoff: {
    row: "own",
    state: "held",
    names: "colleague",
    body: ({ colleague }) => ({ ...reason, to_user_id: colleague }),
  },
  returnHandoff: { row: "own", state: "held", body: () => reason },
  withdrawHandoff: { row: "own", state: "open", body: () => reason },
  askTakeOver: { row: "own", state: "theirs", body: () => reason },
  answerTakeOver: { row: "own", state: "asked", body: () => ({ agree: true }) },
  listMembers: { row: "members" },
  changeMember: { row: "administer", body: () => ({ role: "viewer" }) },
  removeMember: { row: "administer" },
  listInvitations: { row: "administer" },
  inviteMember: { row: "administer", body: () => ({ email: `${newId()}@test.example`, role: "engineer" }) },
  withdrawInvitation: { row: "administer" },
  importPeople: {
    row: "administer",
    body: () => ({ source: "opsgenie", format: "csv", content: `Username\n${newId()}@test.example` }),
  },
  listTeams: { row: "teams" },
  createTeam: { row: "administer", body: () => ({ name: newId() }) },
  renameTeam: { row: "administer", body: () => ({ name: newId() }) },
  deleteTeam: { row: "administer" },
  listApiKeys: { row: "administer" },
  createApiKey: { row: "administer", body: () => ({ name: "Monitoring", scopes: ["read"] }) },
  revokeApiKey: { row: "administer" },
  listIntegrations: { row: "administer" },
  createIntegration: { row: "administer", body: () => ({ name: "Watchtower", kind: "generic" }) },
  previewMapping: { row: "administer", body: () => ({ body: '{"summary":"Disk full"}' }) },
  getIntegration: { row: "administer" },
  changeIntegration: { row: "administer", body: () => ({ default_priority: "high" }) },
  deleteIntegration: { row: "administer" },
  rotateIntegrationKey: { row: "administer" },
  listIntegrationPosts: { row: "administer" },
  replayIntegrationPost: { row: "administer" },
  listAlerts: { row: "read", state: "open" },
  getAccountHealth: { row: "administer" },
  listAccountChannels: { row: "administer" },
  addAccountChannel: {
    row: "administer",
    body: () => ({ channel: "teams", name: "Ours", url: "https://ours.receiver.test/x" }),
  },
  removeAccountChannel: { row: "administer" },
  testAccountChannel: { row: "administer" },
  listWebhookSubscriptions: { row: "administer" },
  createWebhookSubscription: {
    row: "administer",
    body: () => ({ url: "https://hook.receiver.test/x", events: ["handoff_created"] }),
  },
  changeWebhookSubscription: { row: "administer", body: () => ({ description: "Reports" }) },
  deleteWebhookSubscription: { row: "administer" },
  rotateWebhookSecret: { row: "administer" },
  listWebhookAttempts: { row: "administer" },
  replayWebhook: { row: "administer", body: () => ({ from: "2026-01-01T00:00:00Z" }) },
  getPolicy: { row: "administer" },
  changePolicy: { row: "administer", body: () => ({}) },
  judgeAssessment: { row: "own", state: "held", body: () => ({ verdict: "right" }) },
  getBriefing: { row: "read", state: "open" },
  getAssessmentSettings: { row: "administer" },
  changeAssessmentSettings: {
    row: "administer",
    body: () => ({ use_model: true, model_calls_per_day: 10 }),
  },
  getAssessmentNumbers: { row: "read" },
  getEscalationNumbers: { row: "read" },
  exportEscalations: { row: "read" },
  listPsaConnections: { row: "administer" },
  listPsaChoices: { row: "read" },
  createPsaConnection: { row: "administer", body: () => makePsa("connectwise").connection },
  changePsaConnection: { row: "administer", body: () => ({ name: "Renamed" }) },
  deletePsaConnection: { row: "administer" },
  testPsaConnection: { row: "administer" },
  pushPsaNote: { row: "work", state: "open" },
  getPsaPush: { row: "read", state: "open" },
  previewPolicy: { row: "administer", body: () => ({ priority: "normal" }) },
};
