import type { Symptom } from "./symptom.ts";

export const IDENTITY_SYMPTOMS: Symptom[] = [
  {
    signs: [
      /lock(ed|s)?[ -]?out|4740|account (is )?lock/i,
      /keeps?|again|every|minutes|repeated|phone|stored|after (a )?password (change|reset)|0xc000006a|4740/i,
    ],
    cause: "A device or service still signs in with the old password and locks the account.",
    moves: [
      "Find the source of the bad sign-ins in the lock-out events of the domain controllers.",
      "Check the user's phone, mapped drives, services and scheduled tasks for the old password.",
    ],
  },
  {
    signs: [/trust relationship|secure channel|netlogon|3210|5719/i],
    cause: "The computer's secure channel to the domain is broken: its machine password no longer matches.",
    moves: [
      "Test the secure channel from the machine, and repair it with the machine online.",
      "Check whether the machine was rolled back to an old image or snapshot.",
    ],
  },
  {
    signs: [
      /kerberos|krb_ap_err_skew|clock (is |was )?(off|wrong|skew)|time (is )?(off|wrong|skew)|0x80090324|minutes (ahead|behind|off)/i,
      /kerberos|sign|log|auth|time|skew/i,
    ],
    cause: "The clock is off by more than Kerberos allows.",
    moves: [
      "Compare the clocks of the client, the domain controller and its time source.",
      "Check whether a virtual machine takes its time from the host.",
    ],
  },
  {
    signs: [
      /mfa|authenticator|two.factor|2fa|verification (code|prompt)/i,
      /new phone|lost phone|replaced (his|her|the|their) phone|old phone|no prompt|number match|push|not receiv/i,
    ],
    cause: "The second factor is still bound to a phone that the user no longer has.",
    moves: [
      "Read the user's registered methods, and confirm who the user is by call-back.",
      "Require that one user to register again, and read the sign-in log for the result.",
    ],
  },
  {
    signs: [/conditional access|53003|53000|50105|aadsts|compliant|blocked by (policy|your)/i],
    cause: "A conditional access policy blocks the sign-in, most often because the device is not compliant.",
    moves: [
      "Read the sign-in log entry: it names the policy and the condition that failed.",
      "Check the device's compliance state and when it last checked in.",
    ],
  },
  {
    signs: [
      /sync|entra connect|ad connect|hybrid/i,
      /password|attribute|duplicate|not sync|objects?|proxyaddress|immutable/i,
    ],
    cause: "Directory synchronisation is stopped or refuses the object because of a duplicate attribute.",
    moves: [
      "Read the last synchronisation's time and the object's export error.",
      "Look for a second object with the same address or user name.",
    ],
  },
  {
    signs: [
      /group policy|gpo|gpupdate|mapped drive|logon script/i,
      /not appl|missing|slow (logon|login)|denied|1058|1030|drive/i,
    ],
    cause:
      "A group policy does not apply: its files cannot be read, or its filter leaves the user or computer out.",
    moves: [
      "Read the resultant set of policies for the user on the affected device.",
      "Check that the policy's folder is readable and the same on all domain controllers.",
    ],
  },
  {
    signs: [
      /licen[sc]e|unlicensed|subscription|activation|0xc004f/i,
      /office|365|windows|activat|expire|read.only|assign|kms/i,
    ],
    cause: "The licence is missing, expired or not assigned to the user or device.",
    moves: [
      "Read which licence the user or device holds, and since when.",
      "Check the subscription's state and free seats.",
    ],
  },
  {
    signs: [
      /rdp|remote desktop|terminal server|rds/i,
      /licen[sc]|120 days|grace|cal\b|no remote desktop licen/i,
    ],
    cause: "The remote desktop licensing server is not found or its grace period has ended.",
    moves: [
      "Run the licensing diagnoser on the session host.",
      "Check which licensing server and mode the host is set to.",
    ],
  },
  {
    signs: [
      /rdp|remote desktop|terminal server|remoteapp/i,
      /credssp|nla|black screen|profile|temp(orary)? profile|disconnect/i,
    ],
    cause:
      "The session host refuses or loses the session: patch levels for CredSSP differ, or the user's profile disk cannot be attached.",
    moves: [
      "Read the session host's events for the minute of the attempt.",
      "Compare the patch levels of client and host, and check whether the profile disk is locked elsewhere.",
    ],
  },
];
