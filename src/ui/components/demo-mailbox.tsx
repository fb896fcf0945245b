import { words } from "../words/speak.ts";

/** Where the mails of the demo are to be read. */
export function DemoMailbox() {
  const { demo } = words.value.signIn;
  return (
    <p class="quiet">
      {demo.mail}{" "}
      <a href="/dev/mail" target="_blank" rel="noreferrer">
        {demo.mailbox}
      </a>
    </p>
  );
}
