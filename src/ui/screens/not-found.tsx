import { PageHeading } from "../components/page-heading.tsx";

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHeading title="Nothing here" />
      <p>
        This address leads to no page of Baton. <a href="/escalations">Go to the queue</a>
      </p>
    </>
  );
}
