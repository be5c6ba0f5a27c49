/** One HTTP request a test made, and its answer. Bodies are cut at {@link MAX_BODY} characters. */
export interface Exchange {
  method: string;
  url: string;
  time: Date;
  durationMs: number;
  requestHeaders: Record<string, string>;
  requestBody: string;
  /** 0 where there was no answer. */
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Why there was no answer. */
  error?: string;
}

export const MAX_BODY = 10_000;

/**
 * What one test used, kept for its failure report: ids of executions, addresses, HTTP exchanges, and what it is waiting
 * for right now, which is all that a test's time-out leaves to tell.
 */
export class Used {
  readonly ids = new Set<string>();
  readonly addresses = new Set<string>();
  readonly exchanges: Exchange[] = [];
  readonly awaiting = new Set<string>();
  readonly since = new Date();

  /** Everything that tells this test's doings from those of others. */
  get marks(): string[] {
    return [...this.ids, ...this.addresses];
  }
}
