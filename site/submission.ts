/**
 * One submission of the form, kept until the API has responded, so that a retry sends the same request with the same
 * `Idempotency-Key`, and no user is reminded twice because a response was lost.
 */
import type { ReminderRequest } from "../functions/reminder.ts";

export interface Submission {
  /** A UUID. */
  key: string;
  request: ReminderRequest;
}

interface Kept extends Submission {
  /** The form as it was filled in: another wish is another submission. */
  typed: string;
  /** Milliseconds since the epoch. */
  at: number;
}

const STORED_AS = "submission";
/** After this time, the same request again means another reminder. */
const KEPT_MS = 15 * 60_000;

export class Submissions {
  #kept: Kept | undefined;
  readonly #storage: Storage | undefined;
  readonly #now: () => number;

  /** @param storage outlives a reload of the page, which is what people try first; without, memory has to do */
  constructor(storage: Storage | undefined, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
    this.#kept = read(storage);
  }

  /**
   * The unanswered submission of the same wish, or a new one.
   *
   * The kept request is used as it was, too: "this evening" is fewer seconds away by now, and the same key with another
   * request is refused. So a first try that never arrived makes the reminder late by the time between the two.
   */
  begin(typed: unknown, request: ReminderRequest): Submission {
    const fingerprint = JSON.stringify(typed);
    const kept = this.#kept;
    if (kept === undefined || kept.typed !== fingerprint || this.#now() - kept.at > KEPT_MS) {
      this.#kept = { key: uuid(), request, typed: fingerprint, at: this.#now() };
      this.#storage?.setItem(STORED_AS, JSON.stringify(this.#kept));
    }
    const { key, request: asSent } = this.#kept as Kept;
    return { key, request: asSent };
  }

  /** The API has answered, be it yes or no. */
  settle(): void {
    this.#kept = undefined;
    this.#storage?.removeItem(STORED_AS);
  }
}

function read(storage: Storage | undefined): Kept | undefined {
  const stored = storage?.getItem(STORED_AS);
  return stored ? (JSON.parse(stored) as Kept) : undefined;
}

/** `sessionStorage`, unless the user has disabled it. */
export function tabStorage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined; // SecurityError: a retry after a reload is a new submission then
  }
}

/** A random UUID, version 4 (RFC 9562, 5.4). `crypto.randomUUID` is missing where S3 serves the page: over HTTP. */
export function uuid(random: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
  const bytes = Uint8Array.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
