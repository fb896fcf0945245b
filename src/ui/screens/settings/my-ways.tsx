import { useState } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import type { NotificationSettings } from "../../../contract/notifications.ts";
import { ApiProblem } from "../../api-problem.ts";
import { locale } from "../../components/day.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { post } from "../../api.ts";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";

type Way = NotificationSettings["channels"][number];
const WAYS: readonly Way[] = ["email", "web_push", "slack", "teams"];

interface Props {
  settings: NotificationSettings;
  targets: readonly ChannelTarget[];
  onChange: (changed: (now: NotificationSettings) => Partial<NotificationSettings>) => Promise<void>;
}

/** The ways in which this person is told, each to be switched on and off, and a test that they work. */
export function MyWays({ settings, targets, onChange }: Props) {
  const me = useMe();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { channels, settings: all } = words.value;
  const said = channels.mine;
  const offered = WAYS.filter((way) => way === "email" || targets.some(({ channel }) => channel === way));
  const names: Record<string, string> = {
    email: said.email(me.user.email),
    web_push: said.browser,
    ...said.chat,
  };
  // A way of which nothing is left counts for nothing, and goes with the next change.
  const standingOf = (ways: readonly Way[]) => offered.filter((way) => ways.includes(way));
  const standing = standingOf(settings.channels);

  const turn = async (way: Way, isOn: boolean) => {
    setProblem(null);
    try {
      await onChange(({ channels: ways }) => {
        const others = standingOf(ways).filter((one) => one !== way);
        return { channels: isOn ? [...others, way] : others };
      });
      say((isOn ? said.switchedOn : said.switchedOff)(names[way] ?? way));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };

  return (
    <section class="panel own" aria-labelledby="told">
      <h2 id="told">{all.me.told}</h2>
      {offered.map((way) => {
        const isOn = standing.includes(way);
        const isLast = isOn && standing.length === 1;
        return (
          <SwitchBox
            key={way}
            label={names[way] ?? way}
            checked={isOn}
            disabled={isLast}
            onSwitch={(isOn) => void turn(way, isOn)}
          />
        );
      })}
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="spread">
        <p class="quiet">{offered.length > 1 ? said.atLeast : ""}</p>
        <TestButton />
      </div>
    </section>
  );
}

function TestButton() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { me: said } = words.value.settings;
  const test = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    say("");
    try {
      const { sent } = await post<{ sent: { recipient: string }[] }>("/me/notifications/test", {});
      const recipients = sent.map(({ recipient }) => recipient);
      say(said.onItsWay(new Intl.ListFormat(locale()).format(recipients)));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" aria-disabled={isBusy} onClick={() => void test()}>
        {isBusy ? said.testing : said.test}
      </button>
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
