import type { ProblemCode } from "../../../contract/problem.ts";
import type { OwnCode } from "../../api-problem.ts";

/** What went wrong, by the problem's code, and what somebody at the page can do about it. */
export const problems = {
  malformed_json: { title: "The body is not valid JSON", help: "Reload the page and try again." },
  bad_request: { title: "The request cannot be understood", help: "Reload the page and try again." },
  unauthenticated: { title: "Sign in first", help: "Your sign-in has ended." },
  forbidden: {
    title: "Not allowed",
    help: "Your role or your part in it does not allow that. Ask an admin.",
  },
  no_account: { title: "No active account", help: "Ask an admin of your team to let you in." },
  bad_origin: { title: "Foreign origin", help: "Open Baton at its own address and try again." },
  not_found: { title: "Not found", help: "It does not exist any more, or it belongs to another account." },
  method_not_allowed: { title: "Method not allowed", help: "Reload the page: Baton has been updated." },
  not_acceptable: { title: "Not acceptable", help: "Reload the page: Baton has been updated." },
  already_claimed: { title: "Someone else picked this up", help: "Ask them to hand it over to you." },
  not_open: { title: "No longer open", help: "The handoff has ended; it cannot be picked up." },
  invalid_transition: {
    title: "Not possible in this state",
    help: "Somebody has changed it meanwhile. Look at it again.",
  },
  idempotency_in_progress: { title: "The same request is still running", help: "Try again in a moment." },
  payload_too_large: { title: "The body is too large", help: "Make the text shorter." },
  unsupported_media_type: { title: "Unsupported media type", help: "Reload the page and try again." },
  validation_failed: { title: "The input is not valid", help: "Look at what is marked." },
  idempotency_mismatch: {
    title: "The key was used for another body",
    help: "Reload the page and try again.",
  },
  rate_limited: { title: "Too many requests", help: "Wait a minute, then try again." },
  internal: {
    title: "Something went wrong on our side",
    help: "Nothing was half-written. If it happens again, tell an admin the reference.",
  },
  unavailable: { title: "Briefly unavailable", help: "Nothing was lost. Try again in a moment." },
  text_cut: {
    title: "The text broke off",
    help: "The connection ended before its last line. Write it anew.",
  },
  text_kept_instead: {
    title: "Somebody saved their own text meanwhile",
    help: "Theirs is kept and shown here. Write it anew if you want another.",
  },
  text_saved_meanwhile: {
    title: "Somebody saved another text meanwhile",
    help: "Yours is still here, but not saved. Saving once more puts it in the place of theirs.",
  },
  unreachable: { title: "Baton cannot be reached", help: "Check your network and try again." },
} satisfies Record<ProblemCode | OwnCode, { title: string; help: string }>;
