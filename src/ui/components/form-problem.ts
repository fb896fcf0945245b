import { createContext } from "preact";
import type { ApiProblem } from "../api-problem.ts";

/** What went wrong with the form that a field stands in. */
export const FormProblem = createContext<ApiProblem | null>(null);
