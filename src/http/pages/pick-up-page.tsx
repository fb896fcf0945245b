import type { Context } from "hono";
import type { PickUpOffer } from "../../domain/deliveries/pick-up-link.ts";
import { iso } from "../../platform/iso.ts";
import { momentWords } from "../../platform/moment-words.ts";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";

/** What the link of a mail leads to. Opening it does nothing: only the form's button picks up. */
export function pickUpPage(c: Context<AppEnv>, offer: PickUpOffer): Promise<Response> {
  switch (offer.state) {
    case "open":
      return page(
        c,
        "Pick up",
        <>
          <About about={offer.about} />
          <form method="post">
            <button type="submit">Pick up</button>
          </form>
        </>,
        "card",
      );
    case "yours":
      return page(
        c,
        "You have it",
        <>
          <About about={offer.about} />
          <p>
            <a href={`/sessions/${offer.about.session_id}/handoffs/${offer.about.handoff_id}`}>
              Go to the session
            </a>
          </p>
        </>,
        "card",
      );
    case "taken":
      return page(
        c,
        "Somebody else has it",
        <>
          <p>
            {offer.by.name} picked this up on <Moment at={offer.at} />.
          </p>
          <About about={offer.about} />
          <ToTheQueue />
        </>,
        "card",
      );
    case "void":
      return page(
        c,
        "This link leads nowhere",
        <>
          <p>It is too old, was used, or is not about anything that waits to be picked up.</p>
          <ToTheQueue />
        </>,
        "card",
      );
    default:
      return offer satisfies never;
  }
}

type About = Extract<PickUpOffer, { state: "open" }>["about"];

function About({ about }: { about: About }) {
  return (
    <dl>
      <dt>Problem</dt>
      <dd>{about.problem_summary?.trim() || "An active session"}</dd>
      <dt>Escalated by</dt>
      <dd>
        {about.handed_off_by_name ?? "A tool"} on <Moment at={about.created_at} />
      </dd>
      <dt>Priority</dt>
      <dd>{about.priority}</dd>
    </dl>
  );
}

function ToTheQueue() {
  return (
    <p>
      <a href="/escalations">Open the queue</a>
    </p>
  );
}

function Moment({ at }: { at: number }) {
  return <time datetime={iso(at)}>{momentWords(at)}</time>;
}
