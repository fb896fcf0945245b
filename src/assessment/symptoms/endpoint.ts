import type { Symptom } from "./symptom.ts";

export const ENDPOINT_SYMPTOMS: Symptom[] = [
  {
    signs: [/print|spooler/i, /spooler|0x0000011b|0x00000709|driver|after (the |an )?(update|patch)|crash/i],
    cause: "The print driver or a print hardening update breaks the connection between spooler and clients.",
    moves: [
      "Print a test page from the server itself.",
      "Compare the driver's version with a machine that prints, and the updates installed last.",
    ],
  },
  {
    signs: [/print/i, /offline|wsd|port|snmp|ip (has )?changed|new (ip|address)|dhcp/i],
    cause: "The printer's port points to an address that the printer no longer has.",
    moves: [
      "Compare the address on the printer's own page with the port of the queue.",
      "Reserve the printer's address, and check SNMP status on the port.",
    ],
  },
  {
    signs: [/bitlocker|recovery key/i],
    cause: "A firmware, TPM or boot change made BitLocker ask for its recovery key.",
    moves: [
      "Look the recovery key up in the directory by the key's id, after confirming who asks.",
      "Check which firmware or boot setting changed, and suspend BitLocker before the next such change.",
    ],
  },
  {
    signs: [/blue ?screen|bsod|bugcheck|stop code|0x0000007|inaccessible_boot|irql|whea/i],
    cause: "A driver, or failing hardware, crashes Windows: the stop code and the dump say which.",
    moves: [
      "Read the stop code and the driver named in the newest dump.",
      "Ask which driver or update was installed before the first crash, and test memory and disk.",
    ],
  },
  {
    signs: [/0x80070005|access (is )?denied|permission/i, /update|install|folder|share|file|service|task/i],
    cause: "The account that does the work lacks a permission on the file, share or service.",
    moves: [
      "Find which account runs the failing part, and its effective permissions on the exact path.",
      "Compare share permissions with file permissions; the narrower one counts.",
    ],
  },
  {
    signs: [
      /windows update|0x800f|0x8024|wsus|feature update|cumulative/i,
      /fail|error|stuck|roll(ed|s)? back|0x8/i,
    ],
    cause: "The update fails on a damaged component store, too little space or an unreachable update server.",
    moves: [
      "Read the update log for the first error code, and the free space on the system drive.",
      "Check the component store's health, and which update server the device asks.",
    ],
  },
  {
    signs: [/slow|freez|hang|100 ?%/i, /disk|100 ?%|cpu|memory|ram|antivirus|scan|hdd|startup/i],
    cause: "One process or a failing disk uses up the machine.",
    moves: [
      "Find the process that uses the disk, processor or memory at the moment it is slow.",
      "Read the disk's health and its error events.",
    ],
  },
  {
    signs: [/ransom|encrypted files|\.locked|decrypt|readme.*(pay|bitcoin)|files? renamed/i],
    cause: "Ransomware is encrypting files. Treat it as an incident.",
    moves: [
      "Isolate the affected machines from the network without switching them off.",
      "Call the incident lead, and confirm that backups are intact and out of reach.",
    ],
  },
  {
    signs: [
      /phish|clicked (a |the )?link|suspicious (mail|email|sign)|impossible travel|unknown (login|sign)/i,
    ],
    cause: "The account's password or session was taken by phishing.",
    moves: [
      "Revoke the account's sessions and reset its password, after calling the user.",
      "Read its sign-ins, inbox rules, new MFA methods and consented apps since then.",
    ],
  },
  {
    signs: [
      /antivirus|defender|edr|sentinel|quarantine|false positive/i,
      /block|quarantine|exe|update|install|false/i,
    ],
    cause: "The endpoint protection blocks or quarantines a part of the program.",
    moves: [
      "Read the protection's log for the file, its hash and the rule that fired.",
      "Check the file's signature and source before an exclusion for exactly this file is asked for.",
    ],
  },
  {
    signs: [/dock|monitor|display|usb-?c|thunderbolt/i, /firmware|flicker|not detect|no signal|black|wake/i],
    cause: "The dock's firmware, its cable or the graphics driver does not fit the laptop.",
    moves: [
      "Try the same monitor and laptop without the dock, with another cable.",
      "Compare the firmware of dock and laptop with the maker's current one.",
    ],
  },
  {
    signs: [
      /certificate|ssl|tls|https|ceritificate/i,
      /expired?|not trusted|invalid|net::err|chain|name mismatch|warning/i,
    ],
    cause: "The certificate has expired, or its chain is incomplete.",
    moves: [
      "Read the certificate's dates, names and chain as a client sees them.",
      "Check why its renewal did not run or was not put into place.",
    ],
  },
];
