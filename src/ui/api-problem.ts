import type { Problem } from "../contract/problem.ts";

/** What only the page itself can find out. */
export type OwnCode = "unreachable" | "text_cut" | "text_kept_instead" | "text_saved_meanwhile";

/** A request that failed, in the server's words, or in ours when the server could not be reached. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** What is wrong with one field of the form, if anything. */
  fieldError(name: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === `/${name}`)?.detail;
  }

  /** Any failure as a problem: what is no answer of ours becomes one that says so. */
  static from(error: unknown): ApiProblem {
    if (error instanceof ApiProblem) return error;
    return ApiProblem.ofOurs(
      "unreachable",
      0,
      "Baton cannot be reached",
      "Check your network and try again.",
    );
  }

  /** What the server would say of a field as well, in the language that is spoken. */
  static atField(pointer: string, detail: string): ApiProblem {
    const { problem } = ApiProblem.ofOurs("validation_failed", 422, detail, detail);
    return new ApiProblem({ ...problem, errors: [{ pointer, detail }] });
  }

  /** A problem that the page itself states. */
  static ofOurs(code: string, status: number, title: string, detail: string): ApiProblem {
    return new ApiProblem({ type: "about:blank", title, status, detail, instance: "", code, request_id: "" });
  }
}
