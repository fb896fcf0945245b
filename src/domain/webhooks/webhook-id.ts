/**
 * The id of a fact's message as receivers see it: the same with every attempt and every replay, so that nobody who
 * remembers ids acts on a fact twice.
 */
export function webhookId({ subscription_id, seq }: { subscription_id: string; seq: number }): string {
  return `msg_${subscription_id}_${seq}`;
}
