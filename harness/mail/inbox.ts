import { randomUUID } from "node:crypto";
import { getJson, send, UnexpectedStatusError } from "../core/localstack-http.ts";
import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, type Within } from "../core/scope.ts";
import type { Execution } from "../executions/executions.ts";
import {
  type CapturedMessage,
  describeFilter,
  fits,
  type Mail,
  type MailFilter,
  mailLine,
  mentions,
  recipients,
  toMail,
} from "./captured-mail.ts";

/** More mails came than were expected. */
export class UnexpectedMailError extends Error {
  override readonly name = "UnexpectedMailError";
}

/** Nobody's mails were asked for: without an address of its own, an inbox would show those of all other tests. */
export class NoAddressError extends Error {
  override readonly name = "NoAddressError";

  constructor() {
    super("this inbox has no address yet: send to inbox.address(), or name the recipient with { to }");
  }
}

export interface ExactlyOptions extends Within {
  /** Milliseconds in which no further mail may come. Default: 500, or 0 with `after`. */
  settle?: number;
  /** Counts when this execution has ended, so that nothing it might still send is missed. */
  after?: Execution;
}

const EMAILS = "/_aws/ses";

/**
 * The mails that LocalStack's SES accepted. Without `to` in a filter only mails to this inbox's own addresses are seen,
 * so that tests that run side by side never see each other's.
 */
export class Inbox {
  /** Whether mails show what is in them: SES on AWS tells neither text nor HTML. */
  readonly showsText: boolean;
  readonly #scope: Scope;
  readonly #domain: string;
  readonly #prefix: string;
  readonly #suffix = randomUUID().slice(0, 13);
  readonly #own = new Set<string>();

  /** @param prefix of every address: what has to come before a label of SES's mailbox simulator */
  constructor(scope: Scope, domain: string, prefix = "") {
    this.showsText = scope.mails === undefined;
    this.#scope = scope;
    this.#domain = domain;
    this.#prefix = prefix;
  }

  /** An address nobody else has: always the same for one name in one inbox. */
  address(name = "test"): string {
    const address = `${this.#prefix}${name}-${this.#suffix}@${this.#domain}`;
    this.#own.add(address.toLowerCase());
    this.#scope.used.addresses.add(address);
    return address;
  }

  /** The mails that fit, as of now, oldest first. */
  async messages(filter: MailFilter = {}, signal?: AbortSignal): Promise<Mail[]> {
    return (await this.#visible(filter, signal)).filter((mail) => fits(mail, filter));
  }

  /** Every mail of every test and every account, oldest first. */
  async everything(signal?: AbortSignal): Promise<Mail[]> {
    return Promise.all((await this.#captured(signal)).map(toMail));
  }

  /** Waits for a mail that fits, and answers the oldest. Throws a `DeadlineError`. */
  async receive(filter: MailFilter = {}, options: Within = {}): Promise<Mail> {
    return awaitIn(this.#scope, `a mail${describeFilter(filter)}`, options, async (signal) => {
      const visible = await this.#visible(filter, signal);
      const found = visible.find((mail) => fits(mail, filter));
      return found ? { done: found } : { seen: listed(visible) };
    });
  }

  /**
   * Waits until exactly `count` mails fit and no further one comes, and answers them, oldest first.
   * Throws a `DeadlineError` when they are fewer, an {@link UnexpectedMailError} when they are more.
   */
  async receiveExactly(
    count: number,
    filter: MailFilter = {},
    options: ExactlyOptions = {},
  ): Promise<Mail[]> {
    const what = `exactly ${count} ${count === 1 ? "mail" : "mails"}${describeFilter(filter)}`;
    await options.after?.waitForEnd(options);
    const mails = await awaitIn(this.#scope, what, options, async (signal) => {
      const visible = await this.#visible(filter, signal);
      const found = visible.filter((mail) => fits(mail, filter));
      if (found.length > count)
        throw new UnexpectedMailError(`expected ${what}, but there were ${found.length}:${lines(found)}`);
      return found.length === count ? { done: found } : { seen: listed(visible) };
    });
    await this.#noneBeyond(count, filter, what, options.settle ?? (options.after ? 0 : 500));
    return mails;
  }

  /** Waits that long and throws an {@link UnexpectedMailError} as soon as a mail fits. Default: 1 s. */
  async receiveNone(filter: MailFilter = {}, { within = 1_000 }: Within = {}): Promise<void> {
    await this.#noneBeyond(0, filter, `no mail${describeFilter(filter)} within ${duration(within)}`, within);
  }

  /** Forgets the mails to one address, and no others. */
  async clear(address: string): Promise<void> {
    const mails = (await this.everything()).filter((mail) =>
      recipients(mail).includes(address.toLowerCase()),
    );
    for (const { id } of mails) await this.#forget(id);
  }

  async #noneBeyond(count: number, filter: MailFilter, what: string, quiet: number): Promise<void> {
    const until = Date.now() + quiet;
    await awaitIn(this.#scope, what, { within: quiet + this.#scope.within }, async (signal) => {
      const found = await this.messages(filter, signal);
      if (found.length > count)
        throw new UnexpectedMailError(`expected ${what}, but there were ${found.length}:${lines(found)}`);
      return Date.now() >= until ? { done: true } : { seen: "quiet so far" };
    });
  }

  async #captured(signal?: AbortSignal): Promise<CapturedMessage[]> {
    // 404: the route is there from SES's first request on
    const answer = await getJson<{ messages: CapturedMessage[] }>(this.#where, EMAILS, signal);
    return answer?.messages ?? [];
  }

  get #where(): string {
    return this.#scope.mails ?? this.#scope.endpoint;
  }

  async #visible(filter: MailFilter, signal?: AbortSignal): Promise<Mail[]> {
    const mine = filter.to === undefined ? this.#own : new Set([filter.to.toLowerCase()]);
    if (mine.size === 0) throw new NoAddressError();
    // thousands of other tests' mails need not be parsed
    const captured = (await this.#captured(signal)).filter((message) => mentions(message, mine));
    const mails = await Promise.all(captured.map(toMail));
    return mails.filter((mail) => recipients(mail).some((address) => mine.has(address)));
  }

  async #forget(id: string): Promise<void> {
    try {
      await send(this.#where, "DELETE", `${EMAILS}?id=${encodeURIComponent(id)}`);
    } catch (error) {
      // 500 is LocalStack's answer for an id it does not know: somebody else was faster
      const gone = error instanceof UnexpectedStatusError && error.status === 500;
      if (!gone || (await this.everything()).some((mail) => mail.id === id)) throw error;
    }
  }
}

const lines = (mails: Mail[]): string => mails.map((mail) => `\n  ${mailLine(mail)}`).join("");
const listed = (mails: Mail[]): string =>
  mails.length
    ? `${mails.length} for the same addresses:${lines(mails)}`
    : "no mail at all to these addresses";
