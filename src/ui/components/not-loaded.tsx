import { words } from "../words/speak.ts";
import { PageHeading } from "./page-heading.tsx";

/** Stands in the place of a part of the page that could not be fetched. */
export function NotLoaded() {
  const { title, detail, retry } = words.value.settings.notLoaded;
  return (
    <>
      <PageHeading title={title} />
      <p>{detail}</p>
      <button type="button" onClick={() => location.reload()}>
        {retry}
      </button>
    </>
  );
}
