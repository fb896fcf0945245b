import { useState } from "preact/hooks";
import type { ChannelTarget, NewOwnChannel, WebPushKey } from "../../../contract/channel-target.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post } from "../../api.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { type Refusal, browserHere, subscribeHere } from "../../push-here.ts";
import { channelHere, dropSubscription, keepChannelHere } from "../../told-here.ts";
import { useLoaded } from "../../use-loaded.ts";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";
import { TargetList } from "./target-list.tsx";
import { TheirWords } from "./their-words.tsx";

interface Props {
  browsers: readonly ChannelTarget[];
  onAdded: () => Promise<void>;
  reload: () => Promise<void>;
}

/** The browsers in which this person is told, and the way for this one to be among them. */
export function MyBrowsers({ browsers, onAdded, reload }: Props) {
  const me = useMe();
  const key = useLoaded<WebPushKey>("/me/web-push");
  const { mine: said } = words.value.channels;
  const here = browsers.find(({ id }) => id === channelHere(me.user.id));
  const publicKey = key.data?.public_key ?? null;
  return (
    <section class="panel own" aria-labelledby="my-browsers">
      <h2 id="my-browsers" tabIndex={-1}>
        {said.browsers}
      </h2>
      <p>{said.browsersIntro}</p>
      {browsers.length === 0 && <p class="quiet">{said.noBrowsers}</p>}
      <TargetList
        title={said.browsers}
        headingId="my-browsers"
        targets={browsers}
        about={(target) => target === here && said.here}
        onRemoved={async (target) => {
          if (target === here) await dropSubscription();
          await reload();
        }}
        reload={reload}
      />
      {here === undefined && publicKey !== null && (
        <SubscribeButton publicKey={publicKey} onAdded={onAdded} />
      )}
      {key.data !== null && publicKey === null && <p class="quiet">{said.noKeys}</p>}
      {here !== undefined && <p class="quiet">{said.leaves}</p>}
    </section>
  );
}

interface SubscribeProps {
  publicKey: string;
  onAdded: () => Promise<void>;
}

function SubscribeButton({ publicKey, onAdded }: SubscribeProps) {
  const me = useMe();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { mine: said } = words.value.channels;

  const subscribe = async () => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    setProblem(null);
    try {
      const asked = await subscribeHere(publicKey);
      if (asked.kind === "subscribed") {
        const { browser, system } = browserHere(navigator.userAgent);
        const { id } = await post<ChannelTarget>("/me/channels", {
          channel: "web_push",
          name: system === null ? browser : said.onIn(browser, system),
          // The API judges what the browser has said.
          subscription: asked.subscription as Extract<NewOwnChannel, { channel: "web_push" }>["subscription"],
        } satisfies NewOwnChannel);
        keepChannelHere(me.user.id, id);
        say(said.subscribed);
        await onAdded();
      } else setRefusal(asked);
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="primary" aria-disabled={isBusy} onClick={() => void subscribe()}>
          {isBusy ? said.subscribing : said.subscribe}
        </button>
      </div>
      {refusal !== null && (
        <div class="note note-warn" role="alert">
          <p>{said[refusal.kind]}</p>
          {refusal.kind === "unreachable" && <TheirWords words={refusal.reason} />}
        </div>
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
