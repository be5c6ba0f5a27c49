import { randomUUID } from "node:crypto";
import { HarnessError } from "../core/errors.ts";
import { send, UnexpectedStatusError } from "../core/localstack-http.ts";
import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, stayQuiet, type Within } from "../core/scope.ts";
import { belongsTo } from "../core/test-activity.ts";
import { assertKnownFields } from "../core/text/known-fields.ts";
import { showFilter } from "../core/text/text.ts";
import {
  capturedMails,
  capturedMessages,
  fits,
  MAIL_FIELDS,
  MAILS_PATH,
  type Mail,
  type MailFilter,
  mailLine,
  mentions,
  recipients,
  toMail,
} from "./captured-mail.ts";

/** What `after` waits for: an execution, as `executions.get` returns it. */
export interface Ending {
  /** Resolves when it has ended; rejects when it does not end in time. */
  waitForEnd(options: Within): Promise<unknown>;
}

/** How long {@link Inbox.receiveExactly} waits for mails, and for one too many. */
export interface ExactlyOptions extends Within {
  /** Milliseconds in which no further mail may arrive. Default: 500, or 0 with `after`. */
  settle?: number | undefined;
  /** Counts when this execution has ended, so that no mail which it might still send is missed. */
  after?: Ending | undefined;
}

/**
 * The mails that LocalStack's SES accepted. Without `to` in a filter only mails to this inbox's own addresses are seen,
 * so that tests that run at the same time never see each other's.
 */
export class Inbox {
  /** Whether mails have their content: SES on AWS reports neither text nor HTML. */
  readonly showsText: boolean;
  readonly #scope: Scope;
  readonly #domain: string;
  readonly #prefix: string;
  readonly #suffix = randomUUID().slice(0, 13);
  readonly #own = new Set<string>();

  /** @param prefix of every address: what SES's mailbox simulator needs before a label */
  constructor(scope: Scope, domain: string, prefix = "") {
    this.showsText = scope.mails === undefined;
    this.#scope = scope;
    belongsTo(this, scope.activity);
    this.#domain = domain;
    this.#prefix = prefix;
  }

  /** An address that no other test has. One name gives the same address each time in one inbox. */
  address(name = "test"): string {
    const address = `${this.#prefix}${name}-${this.#suffix}@${this.#domain}`;
    this.#own.add(address.toLowerCase());
    this.#scope.activity.addresses.add(address);
    return address;
  }

  /**
   * The mails that fit now, oldest first.
   * @throws HarnessError NO_ADDRESS, UNKNOWN_FIELD
   */
  async messages(filter: MailFilter = {}, signal?: AbortSignal): Promise<Mail[]> {
    return (await this.#visible(filter, signal)).filter((mail) => fits(mail, filter));
  }

  /** Every mail of all tests and all accounts, oldest first. */
  async everything(signal?: AbortSignal): Promise<Mail[]> {
    return capturedMails(this.#where, signal);
  }

  /**
   * Waits for a mail that fits, and returns the oldest.
   * @throws DeadlineError; as {@link messages}
   */
  async receive(filter: MailFilter = {}, options: Within = {}): Promise<Mail> {
    return awaitIn(this.#scope, `a mail${showFilter(filter)}`, options, async (signal) => {
      const visible = await this.#visible(filter, signal);
      const found = visible.find((mail) => fits(mail, filter));
      return found ? { done: found } : { seen: listed(visible) };
    });
  }

  /**
   * Waits until exactly `count` mails fit and no further one arrives, and returns them, oldest first.
   * @throws DeadlineError when there are fewer; HarnessError UNEXPECTED_MAIL when there are more; as {@link messages}
   */
  async receiveExactly(
    count: number,
    filter: MailFilter = {},
    options: ExactlyOptions = {},
  ): Promise<Mail[]> {
    const what = `exactly ${count} ${count === 1 ? "mail" : "mails"}${showFilter(filter)}`;
    await options.after?.waitForEnd(options);
    const mails = await awaitIn(this.#scope, what, options, async (signal) => {
      const visible = await this.#visible(filter, signal);
      const found = visible.filter((mail) => fits(mail, filter));
      if (found.length > count) throw unexpected(what, found);
      return found.length === count ? { done: found } : { seen: listed(visible) };
    });
    await this.#noneBeyond(count, filter, what, options.settle ?? (options.after ? 0 : 500));
    return mails;
  }

  /**
   * Waits that long, and fails as soon as a mail fits. Default: 1 s.
   * @throws HarnessError UNEXPECTED_MAIL; as {@link messages}
   */
  async receiveNone(filter: MailFilter = {}, { within = 1_000 }: Within = {}): Promise<void> {
    await this.#noneBeyond(0, filter, `no mail${showFilter(filter)} within ${duration(within)}`, within);
  }

  /** Deletes the mails to one address, and no others. */
  async clear(address: string): Promise<void> {
    const mails = (await this.everything()).filter((mail) =>
      recipients(mail).includes(address.toLowerCase()),
    );
    for (const { id } of mails) await this.#delete(id);
  }

  async #noneBeyond(count: number, filter: MailFilter, what: string, quiet: number): Promise<void> {
    await stayQuiet(this.#scope, what, quiet, async (signal) => {
      const found = await this.messages(filter, signal);
      return found.length > count ? unexpected(what, found) : undefined;
    });
  }

  get #where(): string {
    return this.#scope.mails ?? this.#scope.endpoint;
  }

  async #visible(filter: MailFilter, signal?: AbortSignal): Promise<Mail[]> {
    assertKnownFields(filter, "a filter of mails", MAIL_FIELDS);
    const mine = filter.to === undefined ? this.#own : new Set([filter.to.toLowerCase()]);
    if (mine.size === 0)
      throw new HarnessError(
        "NO_ADDRESS",
        "this inbox has no address yet: send to inbox.address(), or name the recipient with { to }",
      );
    // thousands of other tests' mails need not be parsed
    const captured = (await capturedMessages(this.#where, signal)).filter((message) =>
      mentions(message, mine),
    );
    const mails = await Promise.all(captured.map(toMail));
    return mails.filter((mail) => recipients(mail).some((address) => mine.has(address)));
  }

  async #delete(id: string): Promise<void> {
    try {
      await send(this.#where, "DELETE", `${MAILS_PATH}?id=${encodeURIComponent(id)}`);
    } catch (error) {
      // LocalStack answers 500 for an id that it does not know: another test deleted the mail first
      const gone = error instanceof UnexpectedStatusError && error.status === 500;
      if (!gone || (await this.everything()).some((mail) => mail.id === id)) throw error;
    }
  }
}

const unexpected = (what: string, mails: Mail[]): HarnessError =>
  new HarnessError("UNEXPECTED_MAIL", `expected ${what}, but there were ${mails.length}:${lines(mails)}`);
const lines = (mails: Mail[]): string => mails.map((mail) => `\n  ${mailLine(mail)}`).join("");
const listed = (mails: Mail[]): string =>
  mails.length
    ? `${mails.length} to the same addresses:${lines(mails)}`
    : "no mail at all to these addresses";
