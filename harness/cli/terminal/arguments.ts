import { InvalidArgumentError } from "commander";
import { blockedPortMessage, isBlockedPort } from "../../core/ports.ts";
import { DEFAULT_PORT } from "../../localstack/port.ts";

/**
 * A TCP port from the command line or from `PORT`.
 * @throws InvalidArgumentError for anything but a whole number from 1 to 65535, and for ports that `fetch` refuses
 */
export function parsePort(value: string): number {
  const port = /^\d{1,5}$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (isBlockedPort(port)) throw new InvalidArgumentError(`${blockedPortMessage(port)}.`);
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("a port is a whole number from 1 to 65535.");
}

/**
 * A number of seconds above 0; fractions are welcome.
 * @throws InvalidArgumentError for anything else
 */
export function parseSeconds(value: string): number {
  const seconds = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new InvalidArgumentError("a time is a number of seconds above 0.");
}

/**
 * How many of something.
 * @throws InvalidArgumentError for anything but a whole number above 0
 */
export function parseCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("a whole number above 0.");
}

/**
 * Where a LocalStack answers, without a trailing slash.
 * @throws InvalidArgumentError for what is not an http(s) address of a host, and for hosts of AWS
 */
export function parseEndpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash) {
    throw new InvalidArgumentError(`an endpoint looks like http://localhost:${DEFAULT_PORT}.`);
  }
  if (/\.(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/i.test(url.hostname)) {
    throw new InvalidArgumentError("that is AWS itself; this command talks to LocalStack only.");
  }
  if (url.port !== "" && isBlockedPort(Number(url.port)))
    throw new InvalidArgumentError(`${blockedPortMessage(Number(url.port))}.`);
  return url.origin;
}

/**
 * One more value, `key=value`, as the CDK takes context and parameters.
 * @throws InvalidArgumentError for anything without a key and an equals sign
 */
export function parsePair(value: string, earlier: Record<string, string> = {}): Record<string, string> {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined || text === undefined)
    throw new InvalidArgumentError("a value looks like key=value.");
  return { ...earlier, [key]: text };
}
