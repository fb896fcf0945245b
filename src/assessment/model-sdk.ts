/** The parts of the SDK that are used, in one file that is loaded when a model is first asked: what is not named here is not built in. */
export { createOpenAICompatible } from "@ai-sdk/openai-compatible";
export { APICallError, NoObjectGeneratedError, Output, generateText, streamText } from "ai";
