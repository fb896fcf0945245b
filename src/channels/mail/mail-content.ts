/** What a mail says, once for its text and its HTML part. */
export interface MailContent {
  subject: string;
  paragraphs: string[];
  /** Short facts, such as the priority. */
  facts: { label: string; value: string }[];
  action: { label: string; url: string } | null;
  /** What to do at once, where there is something: then it is the button, and `action` a link below it. */
  button?: { label: string; url: string } | null;
  /** Why the reader gets this mail. */
  footer: string;
}
