import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { StateDefinition } from "./definitions.ts";

/** An error as Step Functions names it: `States.Timeout`, `Lambda.TooManyRequestsException`, an error's own name. */
export interface Failure {
  /** Empty where nothing names it. */
  error: string;
  cause: string;
}

/** The error and cause in the details of an event. A time-out without a name is `States.Timeout`. */
export function failureOf(event: HistoryEvent): Failure {
  for (const value of Object.values(event) as unknown[]) {
    if (typeof value !== "object" || value === null || !("error" in value || "cause" in value)) continue;
    const { error, cause } = value as Partial<Failure>;
    return { error: error ?? "", cause: cause ?? "" };
  }
  return { error: /TimedOut/.test(event.type ?? "") ? "States.Timeout" : "", cause: "" };
}

/** The failure that a Fail state means. No event has it: it is in the definition, or in the state's input. */
export const failureOfFailState = (definition: StateDefinition | undefined, input: unknown): Failure => ({
  error: textOf(definition?.Error, definition?.ErrorPath, input),
  cause: textOf(definition?.Cause, definition?.CausePath, input),
});

/** Expressions of JSONata, intrinsic functions and longer paths are not evaluated here. */
function textOf(text: string | undefined, path: string | undefined, input: unknown): string {
  if (text !== undefined) return text.startsWith("{%") ? "" : text;
  if (path === undefined || !/^\$(\.\w+)+$/.test(path)) return "";
  let value = input;
  for (const key of path.split(".").slice(1)) value = (value as Record<string, unknown> | null)?.[key];
  return typeof value === "string" ? value : "";
}

/**
 * The error output that a Catch wrote into the output of its state, wherever `ResultPath` put it: the object with `Error`
 * and `Cause` that the input does not have. `undefined` where there is none, or more than one.
 */
export function errorOutput(output: unknown, input: unknown): Failure | undefined {
  const before = new Set(errorOutputs(input).map((each) => JSON.stringify(each)));
  const found = errorOutputs(output).filter((each) => !before.has(JSON.stringify(each)));
  return found.length === 1 ? found[0] : undefined;
}

function errorOutputs(value: unknown): Failure[] {
  if (typeof value !== "object" || value === null) return [];
  const { Error: error, Cause: cause = "" } = value as Record<string, unknown>;
  if (typeof error === "string" && typeof cause === "string") return [{ error, cause }];
  return Object.values(value).flatMap(errorOutputs);
}

/** Input and output as data; as text where it is not JSON, such as input that AWS cut. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** `Throttling: rate exceeded`. */
export const failureText = ({ error, cause }: Failure): string =>
  [error || "no error name", cause].filter(Boolean).join(": ");
