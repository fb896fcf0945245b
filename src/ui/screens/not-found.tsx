import { PageHeading } from "../components/page-heading.tsx";
import { words } from "../words/speak.ts";

/** An address that leads nowhere. */
export function NotFound() {
  const { noPage } = words.value.site;
  return (
    <>
      <PageHeading title={noPage.title} />
      <p>
        {noPage.detail} <a href="/escalations">{noPage.queue}</a>
      </p>
    </>
  );
}
