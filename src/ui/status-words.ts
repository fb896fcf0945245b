import { words } from "./words/spoken.ts";

/** What the product's states are called on the page, in the language that is spoken now. */
export const STATUS_WORDS = {
  get handoff() {
    return words.value.queue.states.handoff;
  },
  get session() {
    return words.value.queue.states.session;
  },
  get priority() {
    return words.value.queue.states.priority;
  },
  get step() {
    return words.value.queue.states.step;
  },
  get branch() {
    return words.value.queue.states.branch;
  },
  get delivery() {
    return words.value.queue.states.delivery;
  },
  get deliveryKind() {
    return words.value.queue.states.deliveryKind;
  },
  get channel() {
    return words.value.queue.states.channel;
  },
};
