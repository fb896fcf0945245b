import type { Symptom } from "./symptom.ts";

export const MAIL_SYMPTOMS: Symptom[] = [
  {
    signs: [
      /550|5\.7\.(1|26|509)|spf|dkim|dmarc|rejected|spoof|\bspam\b|junk/i,
      /spf|dkim|dmarc|authenticat|5\.7\.|new (mail|marketing|sending) (server|service|tool)|newsletter|gmail|junk|\bspam\b/i,
    ],
    cause: "Sent mail fails SPF, DKIM or DMARC, so receivers refuse it or file it as spam.",
    moves: [
      "Read the authentication results in the headers of one refused message.",
      "Compare the SPF record and DKIM keys with everything that sends for the domain.",
    ],
  },
  {
    signs: [/blocklist|blacklist|spamhaus|barracuda|5\.7\.1.*(block|list)|sender reputation|bulk/i],
    cause: "The sending address is on a block list, usually because a mailbox was used to send spam.",
    moves: [
      "Look the sending address up on the list that the bounce names.",
      "Look for an account that sent far more than usual, in the sign-in and message trace logs.",
    ],
  },
  {
    signs: [/quota|mailbox (is )?full|552|5\.2\.2|storage (limit|full)|over (its )?limit/i],
    cause: "The mailbox has reached its quota.",
    moves: [
      "Read the mailbox's size, its recoverable items and its quota.",
      "Check whether the archive is on and its policy has run.",
    ],
  },
  {
    signs: [
      /forward|inbox rule|mail(s|box)? (disappear|missing|vanish)|rss (feeds|subscriptions)|replies? (go|went)/i,
      /rule|forward|missing|disappear|unknown sign|phish|rss|invoice/i,
    ],
    cause:
      "An inbox rule moves or forwards the mail; after a phishing mail that means a compromised mailbox.",
    moves: [
      "List the mailbox's rules and forwarding, hidden ones too.",
      "Read the sign-in log for unknown places, and revoke the account's sessions if there are any.",
    ],
  },
  {
    signs: [
      /outlook/i,
      /profile|ost|search|index|not (syncing|updating)|stuck|offline|0x8004010f|web (client )?works|owa (is )?(fine|works)/i,
    ],
    cause: "Outlook's local profile or cache is damaged; the mailbox itself is well.",
    moves: [
      "Open the same mailbox in the web client and compare.",
      "Start Outlook in safe mode, then with a fresh profile beside the old one.",
    ],
  },
  {
    signs: [
      /outlook|exchange|mail/i,
      /password prompt|keeps asking|prompts? for (a |the )?password|modern auth|basic auth|credential/i,
    ],
    cause: "The client still signs in with basic authentication or an old stored credential.",
    moves: [
      "Check whether the client's version signs in with modern authentication.",
      "Remove the stored credential for the account and sign in once more.",
    ],
  },
  {
    signs: [
      /scan(ner|-to-| to )|multifunction|mfp|copier|printer|smtp relay|smtp auth/i,
      /smtp|mail|535|5\.7\.139|relay/i,
      /fail|535|refus|denied|disabled|stopp|not (arriv|send)|error/i,
    ],
    cause: "The device sends by SMTP with basic sign-in, which the tenant no longer accepts.",
    moves: [
      "Read the device's SMTP error and the sign-in log for its account.",
      "Send through the relay connector for the site's address, for one test device.",
    ],
  },
  {
    signs: [/\bmx\b|autodiscover|migrat|cut.?over|new tenant/i, /mail|autodiscover|deliver/i],
    cause: "After the migration some records (MX, autodiscover) still point to the old system.",
    moves: [
      "Ask several resolvers for MX and autodiscover, and compare with the plan.",
      "Trace one message that went to the old side.",
    ],
  },
  {
    signs: [
      /calendar|shared mailbox|delegate|free.?busy|room (mailbox|list)/i,
      /permission|cannot (see|open|book)|access|declin|automap|not show/i,
    ],
    cause: "A permission on the shared mailbox or calendar is missing or has not taken effect.",
    moves: [
      "Read the permissions on the mailbox and the calendar folder for the affected user.",
      "Try the same in the web client, where no cache is in between.",
    ],
  },
  {
    signs: [
      /teams|meeting/i,
      /cache|white screen|camera|micro|audio device|presence|sign.?in loop|stuck loading|blank/i,
    ],
    cause: "The Teams client's cache or its device settings are the cause, not the service.",
    moves: [
      "Try the same account in the web client on the same device.",
      "Check the device permissions, then let the client build its cache anew.",
    ],
  },
  {
    signs: [
      /onedrive|sharepoint/i,
      /sync|red x|path too long|400 characters|pending|process(ing)? changes|stuck/i,
    ],
    cause:
      "OneDrive is stopped by single files: a path that is too long, a forbidden character or a locked file.",
    moves: [
      "Read the client's list of sync problems and the names of the files in it.",
      "Check path lengths and free space, and pause syncing before anything is moved.",
    ],
  },
];
