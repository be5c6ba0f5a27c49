import type { LogRow } from "../../../shapes.ts";

export type Level = "error" | "warn" | "info" | "debug" | "platform";

export const LEVELS: readonly Level[] = ["error", "warn", "info", "debug", "platform"];

const PLATFORM = /^(START|END|REPORT|INIT_START|XRAY) |"type":\s*"platform\./;
/** How Node.js's runtime begins a line: `2026-02-03T04:05:06.007Z\t<id>\tINFO\t` */
const BY_RUNTIME = /^\d{4}-[^\t\n]+\t[\w-]{36}\t[A-Z]+\t/;
const IN_JSON = /"(?:level|severity|log_?level)"\s*:\s*"(\w+)"/i;
const IN_TEXT = /^[^\n]{0,120}?\b(ERROR|WARN(?:ING)?|INFO|DEBUG|TRACE|FATAL|CRITICAL)\b/;
const MEANING: Record<string, Level> = {
  error: "error",
  fatal: "error",
  critical: "error",
  warn: "warn",
  warning: "warn",
  debug: "debug",
  trace: "debug",
};

/** How serious a line is: what it says itself, else what an error looks like. */
export function levelOf({ message }: Pick<LogRow, "message">): Level {
  if (PLATFORM.test(message)) return "platform";
  const named = (IN_JSON.exec(message) ?? IN_TEXT.exec(message))?.[1]?.toLowerCase();
  if (named) return MEANING[named] ?? "info";
  return /Task timed out|"errorType"\s*:\s*"[A-Za-z]|Unhandled|\bError:|"error":\s*"/.test(message)
    ? "error"
    : "info";
}

/** The function that writes to a log group by default. */
export const functionOf = (group: string): string | undefined => /^\/aws\/lambda\/(.+)$/.exec(group)?.[1];

/** A line in few words: of JSON its message, and what it is about; of a state machine's event its type and state. */
export function summaryOf(line: string): { text: string; rest: string } {
  // the time, the invocation and the level are shown beside it
  const message = line.replace(BY_RUNTIME, "");
  if (!message.startsWith("{")) return { text: message, rest: "" };
  try {
    const {
      message: text,
      msg,
      type,
      details,
      level: _,
      timestamp: __,
      ...rest
    } = JSON.parse(message) as Record<string, unknown>;
    const about = (details ?? {}) as { name?: string; error?: string };
    if (typeof type === "string" && "execution_arn" in rest)
      return {
        text: [type, about.name ?? about.error].filter(Boolean).join(" "),
        rest: `${rest.execution_arn}`,
      };
    const said = text ?? msg;
    return typeof said === "string"
      ? {
          text: said,
          rest: Object.entries(rest)
            .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
            .join(" "),
        }
      : { text: message, rest: "" };
  } catch {
    return { text: message, rest: "" };
  }
}

/** The id of the invocation that wrote a line, as Lambda's runtimes, Powertools and Lambda itself name it. */
export function invocationIn(message: string): string | undefined {
  const id =
    /RequestId: ([\w-]{36})|"(?:function_request_id|requestId)":\s*"([\w-]{36})"|^\d{4}-[^\t]+\t([\w-]{36})\t/;
  return id.exec(message)?.slice(1).find(Boolean);
}
