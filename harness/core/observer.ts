import { HarnessError } from "./errors.ts";
import { assertOptions, type OptionKinds, WITHIN } from "./options.ts";
import { duration } from "./poll.ts";
import { awaitIn, type Scope, stayQuiet, type Within } from "./scope.ts";
import { belongsTo } from "./test-activity.ts";
import { oneLine } from "./text/printable.ts";
import { showFilter } from "./text/text.ts";

/** What an observer sees, in the words of its messages. */
export interface Wording {
  /** `mail` */
  one: string;
  /** `mails` */
  many: string;
  /** Added to both: ` in queue Jobs`. Default: nothing. */
  where?: string;
  /** The code of the error for one that is not expected. */
  unexpected: string;
}

/** What `after` waits for: an execution, as `executions.get` returns it. */
export interface Ending {
  /** Resolves when it has ended; rejects when it does not end in time. */
  waitForEnd(options: Within): Promise<unknown>;
}

/** How long to wait for a number of mails, messages or events, and for one too many. */
export interface ExactlyOptions extends Within {
  /** Milliseconds in which no further one may arrive. Default: 500, or 0 with `after`. */
  settle?: number | undefined;
  /** Counts when this execution has ended, so that none which it might still cause is missed. */
  after?: Ending | undefined;
}

/** How long to wait until something is gone, and for its return. */
export interface AbsentOptions extends Within {
  /** Milliseconds in which it may not come (back). Default: 500. */
  settle?: number | undefined;
}

const EXACTLY = { ...WITHIN, settle: "number", after: "any" } as const satisfies OptionKinds<ExactlyOptions>;
const ABSENT = { ...WITHIN, settle: "number" } as const satisfies OptionKinds<AbsentOptions>;
const SETTLE_MS = 500;
/** Of how many items a message has a line, of how many characters. */
const SHOWN = 20;
const LINE_LENGTH = 500;

const shortened = (line: string): string =>
  line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line;

/** Looks at one place for what a test waits for, and changes nothing there. */
export abstract class Observer<Item, Filter extends object> {
  protected readonly scope: Scope;
  protected readonly wording: Wording;

  constructor(scope: Scope, wording: Wording) {
    this.scope = scope;
    this.wording = wording;
    belongsTo(this, scope.activity);
  }

  /** All that a filter may be about, oldest first. Throws for a filter that is not valid. */
  protected abstract look(filter: Filter, signal?: AbortSignal): Promise<readonly Item[]>;
  protected abstract fits(item: Item, filter: Filter): boolean;
  /** One line for an item, for failure messages and reports. */
  protected abstract line(item: Item): string;

  /** What there was instead, for a failure message. */
  protected seen(items: readonly Item[]): string {
    const { one, many, where = "" } = this.wording;
    return items.length === 0
      ? `no ${one} at all${where}`
      : `${items.length} ${items.length === 1 ? one : many}${where}:${this.lines(items)}`;
  }

  /** Those that fit now. */
  protected async fitting(filter: Filter, signal?: AbortSignal): Promise<Item[]> {
    return (await this.look(filter, signal)).filter((item) => this.fits(item, filter));
  }

  /** Waits for one that fits, and returns the first. */
  protected async waitForOne(filter: Filter, options: Within): Promise<Item> {
    assertOptions(options, WITHIN);
    const { one, where = "" } = this.wording;
    const what = `${/^[aeiou]/.test(one) ? "an" : "a"} ${one}${where}${showFilter(filter)}`;
    return awaitIn(this.scope, what, options, async (signal) => {
      const items = await this.look(filter, signal);
      const found = items.find((item) => this.fits(item, filter));
      return found === undefined ? { seen: this.seen(items) } : { done: found };
    });
  }

  /** Waits until exactly `count` fit and no further one comes. */
  protected async waitForExactly(count: number, filter: Filter, options: ExactlyOptions): Promise<Item[]> {
    assertOptions(options, EXACTLY);
    const { one, many, where = "" } = this.wording;
    const what = `exactly ${count} ${count === 1 ? one : many}${where}${showFilter(filter)}`;
    await options.after?.waitForEnd({ within: options.within });
    const found = await awaitIn(this.scope, what, options, async (signal) => {
      const items = await this.look(filter, signal);
      const fitting = items.filter((item) => this.fits(item, filter));
      if (fitting.length > count) throw this.#unexpected(what, fitting);
      return fitting.length === count ? { done: fitting } : { seen: this.seen(items) };
    });
    await this.#noneBeyond(count, filter, what, options.settle ?? (options.after ? 0 : SETTLE_MS));
    return found;
  }

  /** Waits that long, and fails as soon as one fits. */
  protected async waitForNone(filter: Filter, options: Within): Promise<void> {
    assertOptions(options, WITHIN);
    const { within = 1_000 } = options;
    const { one, where = "" } = this.wording;
    const what = `no ${one}${where}${showFilter(filter)} within ${duration(within)}`;
    return this.#noneBeyond(0, filter, what, within);
  }

  /** Waits until none fits, and then for `settle` ms that none comes. */
  protected async waitForAbsence(filter: Filter, options: AbsentOptions): Promise<void> {
    assertOptions(options, ABSENT);
    const { one, where = "" } = this.wording;
    const what = `no ${one}${where}${showFilter(filter)}`;
    await awaitIn(this.scope, what, options, async (signal) => {
      const found = await this.fitting(filter, signal);
      return found.length === 0 ? { done: undefined } : { seen: this.seen(found) };
    });
    await this.#noneBeyond(0, filter, what, options.settle ?? SETTLE_MS);
  }

  async #noneBeyond(count: number, filter: Filter, what: string, quiet: number): Promise<void> {
    await stayQuiet(this.scope, what, quiet, async (signal) => {
      const found = await this.fitting(filter, signal);
      return found.length > count ? this.#unexpected(what, found) : undefined;
    });
  }

  #unexpected(what: string, found: readonly Item[]): HarnessError {
    const message = `expected ${what}, but there were ${found.length}:${this.lines(found)}`;
    return new HarnessError(this.wording.unexpected, message);
  }

  protected lines(items: readonly Item[]): string {
    const left = items.length - SHOWN;
    const lines = items.slice(0, SHOWN).map((item) => `\n  ${shortened(oneLine(this.line(item)))}`);
    return lines.join("") + (left > 0 ? `\n  … and ${left} more` : "");
  }
}

/** A place where things arrive: an inbox, a queue, a topic, a bus. */
export abstract class Channel<Item, Filter extends object> extends Observer<Item, Filter> {
  /**
   * Waits for one that fits, and returns the oldest.
   * @throws DeadlineError; HarnessError UNKNOWN_FIELD
   */
  receive(filter: Filter = {} as Filter, options: Within = {}): Promise<Item> {
    return this.waitForOne(filter, options);
  }

  /**
   * Waits until exactly `count` fit and no further one arrives, and returns them, oldest first.
   * @throws DeadlineError when there are fewer; a HarnessError with a code `UNEXPECTED_…` when there are more
   */
  receiveExactly(
    count: number,
    filter: Filter = {} as Filter,
    options: ExactlyOptions = {},
  ): Promise<Item[]> {
    return this.waitForExactly(count, filter, options);
  }

  /**
   * Waits that long, and fails as soon as one fits. Default: 1 s.
   * @throws a HarnessError with a code `UNEXPECTED_…`
   */
  receiveNone(filter: Filter = {} as Filter, options: Within = {}): Promise<void> {
    return this.waitForNone(filter, options);
  }
}
