import type { NotificationSettings } from "../../../contract/notifications.ts";
import { PageHeading } from "../../components/page-heading.tsx";
import { isWorking } from "../../me.ts";
import { useLoaded } from "../../use-loaded.ts";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { MyNotifications } from "./my-notifications.tsx";
import { Reading } from "./reading.tsx";

/** What is everybody's own: how they are told, and the language of the page. */
export function MePage() {
  const me = useMe();
  const { pages, me: said } = words.value.settings;
  return (
    <>
      <PageHeading title={pages.me} />
      {isWorking(me) ? (
        <Notifications />
      ) : (
        <section class="panel own" aria-labelledby="told">
          <h2 id="told">{said.told}</h2>
          <p>{said.viewer}</p>
        </section>
      )}
      <LanguageChoice />
    </>
  );
}

function Notifications() {
  const settings = useLoaded<NotificationSettings>("/me/notifications");
  if (settings.data === null) return <Reading of={{ ...settings, items: null }} />;
  return <MyNotifications saved={settings.data} />;
}
