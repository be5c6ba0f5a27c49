import type { Update } from "../../dev/update.ts";
import type { ActivityEvent } from "../activity/activity-event.ts";

type Entry = Pick<Update, "kind"> | Pick<ActivityEvent, "kind" | "tone">;

const isChange = ({ kind }: Entry): boolean => !["request", "execution", "mail", "log"].includes(kind);
const isError = (entry: Entry): boolean =>
  entry.kind === "failure" || entry.kind === "recovery" || ("tone" in entry && entry.tone === "bad");

/** What a filter shows, by what it is called. */
const FILTERS: Readonly<Record<string, (entry: Entry) => boolean>> = {
  everything: () => true,
  "changes only": isChange,
  "requests only": ({ kind }) => kind === "request",
  "executions only": ({ kind }) => kind === "execution",
  "mails only": ({ kind }) => kind === "mail",
  "errors only": () => false,
};

/** What `dev` shows of what happens; errors always. */
export class Filter {
  readonly #names = Object.keys(FILTERS);
  #at = 0;

  /** Chooses the next filter. @returns what it shows, in words */
  next(): string {
    this.#at = (this.#at + 1) % this.#names.length;
    return this.#names[this.#at] ?? "";
  }

  shows(entry: Entry): boolean {
    return isError(entry) || (FILTERS[this.#names[this.#at] ?? ""]?.(entry) ?? true);
  }
}
