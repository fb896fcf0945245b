/** The locale of amounts of time: British English alone writes "5 mins" beside "5 min ago". */
export function unitLocale(locale: string): string {
  return locale.startsWith("en") ? "en-US" : locale;
}
