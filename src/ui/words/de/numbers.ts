import type { Words } from "../words.ts";

export const numbers: Words["numbers"] = {
  title: "Zahlen",
};
