/** Follows one reminder until nothing can change any more. */
import type { Reminder } from "../functions/reminder.ts";
import { ApiFailure } from "./api-failure.ts";
import { lookDelay, retryDelay } from "./polling.ts";

export interface Following {
  /** Looks at once: the tab is visible again, the network is back, or the user asked. */
  lookNow(): void;
  /** Takes in what another call has answered. */
  learn(reminder: Reminder): void;
  stop(): void;
}

export interface FollowOptions {
  look: (signal: AbortSignal) => Promise<Reminder>;
  /** What is known already; where nothing is, "not found" is final. */
  known?: Reminder | undefined;
  onReminder: (reminder: Reminder) => void;
  /** `final`: there will be no further look. */
  onFailure: (failure: ApiFailure, final: boolean) => void;
}

export function follow({ look, known, onReminder, onFailure }: FollowOptions): Following {
  let latest = known;
  let since = Date.now();
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = new AbortController();

  const pause = () => {
    clearTimeout(timer);
    looking.abort();
    looking = new AbortController();
  };
  const again = (delay: number | undefined) => {
    if (delay !== undefined) timer = setTimeout(lookOnce, delay);
  };
  const learn = (reminder: Reminder) => {
    pause();
    failures = 0;
    if (latest !== undefined && latest.status !== reminder.status) since = Date.now();
    latest = reminder;
    onReminder(reminder);
    again(lookDelay(reminder, since, Date.now()));
  };
  const lookOnce = () => {
    pause();
    const { signal } = looking;
    look(signal).then(
      (reminder) => {
        if (!signal.aborted) learn(reminder);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof ApiFailure)) throw error;
        failures += 1;
        // an execution that has just been started may not be found yet: Step Functions is eventually consistent
        const final = error.status === 404 && latest === undefined;
        onFailure(error, final);
        if (!final) again(retryDelay(failures));
      },
    );
  };

  if (known) learn(known);
  else lookOnce();
  return {
    lookNow: () => {
      since = Date.now();
      if (latest === undefined || lookDelay(latest, since, since) !== undefined) lookOnce();
    },
    learn,
    stop: pause,
  };
}
