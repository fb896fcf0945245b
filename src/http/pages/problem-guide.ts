import type { ProblemCode } from "../../contract/problem.ts";

/** What a problem's page adds to its code, title and first advice. */
export interface ProblemGuide {
  means: string;
  causes: readonly string[];
  /** Further advice, after the first. */
  advice: readonly string[];
  /** What an answer says of its own: the detail, the address that was called, and members beside the usual ones. */
  example: { detail: string; instance: string; extra?: Readonly<Record<string, unknown>> };
}

const ID = "019a5b1c-7d00-7000-8000-000000000001";
const HANDOFF = `/api/v1/ai-sessions/${ID}/handoffs/${ID}`;
const SESSIONS = "/api/v1/ai-sessions";

/** Every problem, explained to whoever meets it in a log or on a screen. */
export const PROBLEM_GUIDES: Readonly<Record<ProblemCode, ProblemGuide>> = {
  malformed_json: {
    means: "The body was read, but it is not one JSON value. Nothing was done.",
    causes: [
      "A comma or quote too many or too few, often where JSON is put together by hand.",
      "Text in another encoding than UTF-8.",
      "A shell that took quotes or dollar signs out of the body.",
    ],
    advice: ["Let a JSON library write the body."],
    example: { detail: "The body is not valid JSON in UTF-8.", instance: SESSIONS },
  },
  bad_request: {
    means: "Something about the request is beyond what Baton reads, before its fields are looked at.",
    causes: [
      "JSON that is nested deeper than 32 levels.",
      "An Idempotency-Key that is empty or longer than 255 characters.",
      "A header or an address that is not well-formed.",
    ],
    advice: ["Sending the same again leads to the same answer."],
    example: { detail: "The body is nested deeper than 32 levels.", instance: SESSIONS },
  },
  unauthenticated: {
    means: "Baton does not know who is calling.",
    causes: [
      "No Authorization header and no login cookie came along.",
      "The login has ended: signed out, or too old.",
      "The API key was revoked or has expired, or a character of it is missing.",
    ],
    advice: ["Sign in again, or send Authorization: Bearer with a key that is in the list of keys."],
    example: { detail: "Sign in, or send a valid token.", instance: "/api/v1/me" },
  },
  forbidden: {
    means: "Baton knows who is calling, and this is not for them.",
    causes: [
      "A viewer wants to change something, or anybody but an admin the account's settings.",
      "An API key has no scope for this, or works on a session that it did not create.",
      "Only the holder of the handoff, its originator or an admin may do this.",
    ],
    advice: ["Each operation in the API's documentation says who may call it."],
    example: {
      detail: "Your role or your key's scopes do not allow this.",
      instance: `${HANDOFF}/claim`,
    },
  },
  no_account: {
    means: "The login is good, but it does not belong to an active member of any account.",
    causes: [
      "The person was never invited, or the invitation has expired.",
      "The membership was switched off or removed.",
    ],
    advice: ["An admin invites people, and switches them on again, under Settings, Members."],
    example: { detail: "You are not an active member of an account.", instance: "/api/v1/me" },
  },
  bad_origin: {
    means: "A request with a login cookie came from a page that is not Baton's. It was refused unread.",
    causes: [
      "Another site's page calls Baton with the visitor's cookie.",
      "Baton runs behind a second address that its configuration does not name.",
    ],
    advice: ["For a page of your own on another address, add it to TRUSTED_ORIGINS."],
    example: { detail: "This request comes from another site's page.", instance: SESSIONS },
  },
  not_found: {
    means: "There is nothing that this caller could see at this address.",
    causes: [
      "The id belongs to another account: that looks the same, on purpose.",
      "The id is cut off, or not a UUID.",
      "It was deleted, or the path has a slip of the pen.",
    ],
    advice: ["Read the list that the id came from again."],
    example: { detail: "There is no such session.", instance: `${SESSIONS}/${ID}` },
  },
  method_not_allowed: {
    means: "The address exists, but not for this method.",
    causes: [
      "POST where the operation is a PUT or PATCH, or the other way round.",
      "A redirect that made a GET of a POST.",
    ],
    advice: [],
    example: { detail: "This address answers POST, GET.", instance: SESSIONS },
  },
  not_acceptable: {
    means: "The Accept header rules out everything that this operation can answer with.",
    causes: ["The stream was asked for as JSON: it is text/event-stream, or a WebSocket."],
    advice: ["Leave the header out, or send */*."],
    example: {
      detail: "This operation answers text/event-stream, or a WebSocket upgrade.",
      instance: "/api/v1/ai-sessions/escalations/stream",
    },
  },
  already_claimed: {
    means: "Somebody else has picked this handoff up. Exactly one person can, and that is decided.",
    causes: ["Two people pressed at the same moment.", "The list on the screen was a moment old."],
    advice: ["Talk to whoever has it, or ask to take it over."],
    example: {
      detail: "Priya Nair picked this up.",
      instance: `${HANDOFF}/claim`,
      extra: { claimed_by: { id: ID, name: "Priya Nair" }, claimed_at: "2030-01-07T09:00:00.000Z" },
    },
  },
  not_open: {
    means: "This handoff has ended, so nobody can pick it up.",
    causes: [
      "It was withdrawn or returned, or its session was resolved.",
      "The session was handed off once more: the newer handoff stands in the queue.",
    ],
    advice: ["Look at the session's handoffs: the newest comes first."],
    example: { detail: "The handoff is withdrawn.", instance: `${HANDOFF}/claim` },
  },
  invalid_transition: {
    means: "What was asked for is not possible from the state that the resource is in now.",
    causes: [
      "Somebody was faster: it was released, returned or resolved meanwhile.",
      "Nobody holds the handoff, and only a holder could do this.",
      "The last active owner would be lowered or removed.",
    ],
    advice: ["Sending the same again helps only once the state has changed."],
    example: { detail: "Nobody holds this handoff.", instance: `${HANDOFF}/read-back` },
  },
  idempotency_in_progress: {
    means: "Another request with the same Idempotency-Key is being carried out at this moment.",
    causes: ["A client that repeats after too short a wait.", "A button that can be pressed twice."],
    advice: ["It is never carried out twice: the repeated request is answered as the first one was."],
    example: { detail: "A request with this Idempotency-Key is being carried out.", instance: SESSIONS },
  },
  payload_too_large: {
    means: "The body is larger than Baton takes: 256 KiB. Nothing was done.",
    causes: ["A log or a picture was put into a note.", "A long conversation was sent as one message."],
    advice: ["Send a link to large material, or several smaller messages."],
    example: { detail: "The body may have at most 262144 bytes.", instance: SESSIONS },
  },
  unsupported_media_type: {
    means: "The body is of a kind that this operation does not read.",
    causes: ["The Content-Type header is missing.", "A form was sent, as curl -d does without a header."],
    advice: [],
    example: {
      detail: "Send Content-Type: application/json (not application/x-www-form-urlencoded).",
      instance: SESSIONS,
    },
  },
  validation_failed: {
    means:
      "The request is well-formed, but some of its fields are not what the operation takes. Nothing was done.",
    causes: [
      "A field is missing, too long, or not one of the values that are allowed.",
      "A field that is not known: a slip of the pen is refused rather than ignored.",
      "An id of a person or a team that is not in this account.",
      "A limit or a cursor that a list does not take.",
    ],
    advice: ["The API's documentation lists every field with its limits."],
    example: {
      detail: "/customers: This field is not known here.",
      instance: SESSIONS,
      extra: { errors: [{ pointer: "/customers", detail: "This field is not known here." }] },
    },
  },
  idempotency_mismatch: {
    means: "This Idempotency-Key already stands for a request with another body. Nothing was done.",
    causes: [
      "A key that is the same for every request, or is made from too little.",
      "The body was changed before it was sent again: the same means the same bytes.",
    ],
    advice: ["A key is kept for 24 hours, for one caller and one address."],
    example: { detail: "This Idempotency-Key was used with another body.", instance: SESSIONS },
  },
  rate_limited: {
    means: "More was asked for in a short time than Baton gives to one caller.",
    causes: [
      "A client that opens its stream again and again without a growing pause.",
      "More streams at once than a person, a key or an account may have open.",
      "Several attempts to sign in, or test notifications, one after the other.",
    ],
    advice: ["Double the pause after each refusal, and add some chance to it."],
    example: {
      detail: "At most 5 tests an hour.",
      instance: "/api/v1/me/notifications/test",
    },
  },
  internal: {
    means: "A fault of Baton's own. It has been logged, and nothing was half-written.",
    causes: ["Something that nobody has foreseen."],
    advice: ["Trying once more does no harm; with an Idempotency-Key it is never done twice."],
    example: { detail: "The error has been logged. Nothing was half-written.", instance: SESSIONS },
  },
  unavailable: {
    means: "The database or another part did not answer in time. It passes by itself, mostly within seconds.",
    causes: ["A part is being restarted or moved.", "More is going on than can be answered at once."],
    advice: ["If the first request did write, its answer is told again; it is never done twice."],
    example: { detail: "The database did not answer. Nothing was lost; try again.", instance: SESSIONS },
  },
};
