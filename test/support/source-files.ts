import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseSync } from "vite";

export interface SourceFile {
  /** From the project's root, as `src/bus/frame.ts`. */
  path: string;
  text: string;
  program: unknown;
}

/** One import, re-export, dynamic import or `import("…")` type. */
export interface Import {
  from: string;
  /** A file as `src/…`, or a package as its specifier. */
  to: string;
  typeOnly: boolean;
}

/** Every TypeScript file below `src`, parsed. */
export function readSources(): SourceFile[] {
  const entries = readdirSync("src", { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((path) => parsed(path, readFileSync(path, "utf8")));
}

export function parsed(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return { path, text, program };
}

/** What a file imports, in any of the forms that TypeScript has. */
export function importsOf({ path, program }: SourceFile): Import[] {
  const found: Import[] = [];
  walk(program, (node) => {
    const source = node["source"];
    if (!isNode(source) || source["type"] !== "Literal") return;
    const specifier = String(source["value"]);
    const to = specifier.startsWith(".") ? normalize(join(dirname(path), specifier)) : specifier;
    found.push({ from: path, to, typeOnly: isTypeOnly(node) });
  });
  return found;
}

type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

/** Visits every node of a syntax tree. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (!isNode(value)) return;
  if (typeof value["type"] === "string") visit(value);
  for (const child of Object.values(value)) walk(child, visit);
}

function isTypeOnly(node: Node): boolean {
  if (node["type"] === "TSImportType") return true;
  if (node["importKind"] === "type" || node["exportKind"] === "type") return true;
  const specifiers = node["specifiers"];
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every(
    (specifier: Node) => specifier["importKind"] === "type" || specifier["exportKind"] === "type",
  );
}
