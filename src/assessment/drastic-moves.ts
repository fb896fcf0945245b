/** What destroys data, opens a door or stops everybody's work. It may have been right once; it is nobody's next move. */
const DRASTIC: RegExp[] = [
  /\b(restor\w*|roll\w* back|revert\w*)\b.*\b(over|production|snapshot|live)\b/i,
  /\b(delet\w*|remov\w*|wip\w*|purg\w*|drop\w*|truncat\w*|eras\w*)\b.*\b(mailbox|database|table|backup|volume|array|user|tenant|data|snapshot|chain|domain controller)/i,
  /\b(disabl\w*|turn\w* off|switch\w* off|remov\w*)\b.*\b(mfa|firewall|antivirus|defender|edr|conditional access|security|certificate check|backup)/i,
  /\b(format\w*|reinitiali[sz]\w*|factory.?reset\w*|reimag\w*|re-?install\w* windows|fdisk|diskpart|rm -rf)\b/i,
  /\b(domain admin|global admin|everyone)\b.*\b(grant\w*|full control|rights?)|\b(grant\w*|gave|give|add\w*)\b.*\b(domain admin|global admin|everyone)/i,
  /\b(any.?any|allow all|port.?forward\w* (rdp|3389)|expos\w* rdp)\b/i,
  /\bpa(y|id)\b.*\bransom/i,
];

/** Whether a move is one that nobody should be told to make without thinking about it themselves. */
export function isDrastic(move: string): boolean {
  return DRASTIC.some((pattern) => pattern.test(move));
}
