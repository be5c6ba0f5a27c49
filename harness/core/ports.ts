import { HarnessError } from "./errors.ts";

/**
 * Ports that `fetch` and browsers refuse, because other protocols use them.
 * @see https://fetch.spec.whatwg.org/#port-blocking
 */
const BLOCKED = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Whether `fetch` and browsers refuse every address with this port. */
export const isBlockedPort = (port: number): boolean => BLOCKED.has(port);

/** Why a port cannot be used, as a sentence. */
export const blockedPortMessage = (port: number): string =>
  `port ${port} cannot be used: browsers and fetch refuse to connect to it (the Fetch standard blocks it); choose another one, such as 4566`;

/**
 * Makes sure that an endpoint can be reached by `fetch`, instead of a request that fails with "bad port".
 * @throws HarnessError BLOCKED_PORT, ENDPOINT_INVALID
 */
export function assertUsableEndpoint(endpoint: string): void {
  if (!URL.canParse(endpoint))
    throw new HarnessError("ENDPOINT_INVALID", `${endpoint} is no address: name it as http://localhost:4566`);
  const { port } = new URL(endpoint);
  if (port !== "" && isBlockedPort(Number(port)))
    throw new HarnessError("BLOCKED_PORT", blockedPortMessage(Number(port)));
}
