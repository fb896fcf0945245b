/** Takes the focus out of the field that somebody types into. Returns whether there was one. */
export function leaveField(): boolean {
  const field = document.activeElement;
  const isField = field instanceof HTMLElement && field.matches("input, textarea, select");
  if (isField) field.blur();
  return isField;
}
