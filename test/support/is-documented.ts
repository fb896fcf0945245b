import { problemsOf } from "../../src/http/problems-of.ts";
import { OPERATIONS } from "../../src/http/routes/operations.ts";

/** Whether an operation's documentation names this problem; what is no operation has none to keep to. */
export function isDocumented(method: string, path: string, code: string): boolean {
  const { pathname } = new URL(path, "https://baton.example");
  const operation = OPERATIONS.filter((op) => op.method === method.toLowerCase())
    .toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)
    .find((op) => shapeOf(op.path).test(pathname));
  return operation === undefined || problemsOf(operation).some((known) => known === code);
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^/api/v1${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}
