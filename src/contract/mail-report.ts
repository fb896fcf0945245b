/** What a provider can say about a mail after it took it. */
export type MailReportKind = "delivered" | "bounced" | "delayed" | "complained" | "suppressed";

/** One report about one mail; ids are what the mail was sent with. */
export interface MailReport {
  kind: MailReportKind;
  /** The provider's word for what it reports. */
  record: string;
  /** Tells apart what one provider may say of one mail; the same twice is a repetition. */
  key: string;
  message_id: string;
  /** The address in lower case. */
  recipient: string;
  /** In the provider's words. */
  detail: string;
  /** When it happened, ms; null if it does not say. */
  at: number | null;
  delivery_id: string;
  handoff_id: string;
  account_id: string;
}

/** One report about an address, whoever's it is: whether the provider sends there. */
export interface AddressReport {
  kind: "address";
  record: string;
  /** In lower case. */
  recipient: string;
  reachable: boolean;
  /** When it changed, ms; null if it does not say. */
  at: number | null;
}
