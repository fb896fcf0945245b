import type { Symptom } from "./symptom.ts";

export const SERVER_SYMPTOMS: Symptom[] = [
  {
    signs: [/backup|veeam|datto|acronis|job/i, /vss|shadow|writer|0x8004231|0x80042306/i],
    cause: "A VSS writer on the protected machine has failed, so no consistent snapshot can be taken.",
    moves: [
      "List the VSS writers and note which one has failed and with what error.",
      "Restart that writer's service in a quiet hour, and run the job once.",
    ],
  },
  {
    signs: [
      /backup|repository|restore point|veeam|datto/i,
      /full|no space|free space|retention|chain|merge/i,
    ],
    cause: "The backup repository is out of space, usually because retention or a merge does not run.",
    moves: [
      "Read free space, retention and the oldest restore point of the repository.",
      "Check when merges last ran and which chain grew.",
    ],
  },
  {
    signs: [/backup|replica/i, /credential|password|access denied|logon|401|expired/i],
    cause: "The backup's service account can no longer sign in: its password changed or expired.",
    moves: [
      "Test the stored credential against one protected machine.",
      "Check the account's expiry, lock-out and rights.",
    ],
  },
  {
    signs: [
      /disk (is )?full|no (free )?space|0 (bytes|mb|gb) free|out of (disk )?space|c: (drive )?(is )?full|low disk/i,
      /full|space|free/i,
    ],
    cause: "A volume has run full, usually by logs, old snapshots or a database's log.",
    moves: [
      "Find what grew: logs, dumps, snapshots, the database's transaction log.",
      "Free space only from what can surely be made again, after noting what and how much.",
    ],
  },
  {
    signs: [
      /snapshot|checkpoint|vmdk|avhdx|hyper-v|vmware|esxi|datastore/i,
      /slow|grow|consolidat|full|stun|old|chain|paused/i,
    ],
    cause: "An old snapshot chain has grown on the datastore.",
    moves: [
      "List every snapshot with its age and size, and the datastore's free space.",
      "Check that a backup from today can be restored before anything is consolidated.",
    ],
  },
  {
    signs: [/raid|degraded|predictive failure|smart|amber|failed (disk|drive)|array/i],
    cause: "A disk of the array has failed or is about to.",
    moves: [
      "Read the controller's log for the slot and state of every disk.",
      "Confirm a good backup, then replace exactly the disk that the controller names.",
    ],
  },
  {
    signs: [
      /sql|database/i,
      /transaction log|log full|9002|deadlock|block(ed|ing)|timeout|suspect|recovery model/i,
    ],
    cause:
      "The database is blocked: its log is full because log backups do not run, or a session blocks the others.",
    moves: [
      "Read why the log cannot be reused, and when its last backup ran.",
      "Find the session at the head of the blocking chain and what it does.",
    ],
  },
  {
    signs: [
      /service|application|\biis\b|app pool|\berp\b/i,
      /stop(s|ped)|crash|won't start|does not start|1067|1069|503|logon failure/i,
    ],
    cause: "The service cannot start: its account, a dependency or its configuration changed.",
    moves: [
      "Read the service's own log and the system events for the first failed start.",
      "Check the service account's password, rights and expiry, and what it depends on.",
    ],
  },
  {
    signs: [/replication|domain controller|sysvol|dfsr|1311|2042|tombstone/i],
    cause: "Domain controllers do not replicate, so each answers with its own state.",
    moves: [
      "Read the replication summary and the first failing partner with its error.",
      "Check DNS, time and the firewall between those two controllers.",
    ],
  },
  {
    signs: [/ups|power|generator|outage/i, /reboot|shut ?down|battery|restart|unexpected|6008/i],
    cause: "Power was lost or the UPS battery no longer holds.",
    moves: [
      "Compare the events before the stop with the UPS's own log.",
      "Read the battery's age and its last self-test.",
    ],
  },
  {
    signs: [
      /file share|shared (drive|folder)|mapped|smb|nas|\\\\/i,
      /slow|cannot access|not accessible|network path|0x80070035|0x80004005|smb1|smbv1/i,
    ],
    cause: "The share is not reached by this path: SMB version, name resolution or a full session limit.",
    moves: [
      "Open the share by name and by address from one client and compare the errors.",
      "Check the SMB versions that both ends accept, and the server's sessions and open files.",
    ],
  },
];
