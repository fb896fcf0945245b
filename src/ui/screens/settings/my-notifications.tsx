import { useRef, useState } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import type { NotificationSettings } from "../../../contract/notifications.ts";
import { put } from "../../api.ts";
import { useLoaded } from "../../use-loaded.ts";
import { MyBrowsers } from "./my-browsers.tsx";
import { MyChats } from "./my-chats.tsx";
import { MyQuietHours } from "./my-quiet-hours.tsx";
import { MyWays } from "./my-ways.tsx";
import { Reading } from "./reading.tsx";
import "./outside.css";

type Way = NotificationSettings["channels"][number];

/** How this person is told: by which ways, in which browsers and chats, and when they want quiet. */
export function MyNotifications({ saved }: { saved: NotificationSettings }) {
  const [settings, setSettings] = useState(saved);
  const channels = useLoaded<{ items: ChannelTarget[] }>("/me/channels");
  const targets = channels.data?.items ?? null;

  /** What the server has, and when it has it: settings are sent whole, and each change builds on the one before. */
  const newest = useRef(saved);
  const sending = useRef<Promise<unknown>>(Promise.resolve());

  const change = (changed: (now: NotificationSettings) => Partial<NotificationSettings>) => {
    const send = async () => {
      const now = newest.current;
      newest.current = await put<NotificationSettings>("/me/notifications", { ...now, ...changed(now) });
      setSettings(newest.current);
    };
    const sent = sending.current.then(send);
    sending.current = sent.catch(() => undefined);
    return sent;
  };
  /** Whoever adds a chat or browser wants to be told there. */
  const added = async (way: Way) => {
    await change(({ channels: ways }) => ({ channels: [...new Set([...ways, way])] }));
    await channels.reload();
  };

  return (
    <>
      {targets === null ? (
        <Reading of={{ ...channels, items: null }} />
      ) : (
        <>
          <MyWays settings={settings} targets={targets} onChange={change} />
          <MyBrowsers
            browsers={targets.filter(({ channel }) => channel === "web_push")}
            onAdded={() => added("web_push")}
            reload={channels.reload}
          />
          <MyChats
            chats={targets.filter(({ channel }) => channel !== "web_push")}
            onAdded={added}
            reload={channels.reload}
          />
        </>
      )}
      <MyQuietHours saved={settings.quiet_hours} onSave={(quiet_hours) => change(() => ({ quiet_hours }))} />
    </>
  );
}
