import { RULE_FIELDS } from "../../contract/integration-fields.ts";
import type { Rule } from "../../contract/integration.ts";
import type { ToolEvent } from "../../contract/tool-event.ts";

/** Decides by the first rule of which every field matches; null if none does. `read` looks a JSON pointer up in the body. */
export function ruleFor(
  rules: readonly Rule[],
  event: ToolEvent,
  read: (pointer: string) => unknown,
): Rule | null {
  const valueOf = (field: string): unknown => {
    const own = RULE_FIELDS.find((one) => one === field);
    return own ? event[own] : read(field);
  };
  const matches = ({ match }: Rule) =>
    Object.entries(match).every(([field, pattern]) => fits(textOf(valueOf(field)), pattern));
  return rules.find(matches) ?? null;
}

/** Whether a text is what a pattern says, `*` standing for any text. Goes through it once, so that no text is slow. */
export function fits(text: string, pattern: string): boolean {
  const whole = text.toLowerCase();
  const [head = "", ...rest] = pattern.toLowerCase().split("*");
  const tail = rest.pop();
  if (tail === undefined) return whole === head;
  if (!whole.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const found = whole.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return whole.length - tail.length >= from && whole.endsWith(tail);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
