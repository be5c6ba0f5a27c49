import { randomUUID } from "node:crypto";
import { HarnessError } from "../core/errors.ts";
import { send, UnexpectedStatusError } from "../core/localstack-http.ts";
import { Channel } from "../core/observer.ts";
import type { Scope } from "../core/scope.ts";
import { assertKnownFields } from "../core/text/known-fields.ts";
import {
  capturedMails,
  fits,
  MAIL_FIELDS,
  type Mail,
  type MailFilter,
  mailLine,
  mentions,
  recipients,
  toMail,
} from "./captured-mail.ts";
import { capturedMessages, MAILS_PATH } from "./captured-messages.ts";

/**
 * The mails that LocalStack's SES accepted. Without `to` in a filter only mails to this inbox's own addresses are seen,
 * so that tests that run at the same time never see each other's.
 */
export class Inbox extends Channel<Mail, MailFilter> {
  /** Whether mails have their content: SES on AWS reports neither text nor HTML. */
  readonly showsText: boolean;
  readonly #domain: string;
  readonly #prefix: string;
  readonly #suffix = randomUUID().slice(0, 13);
  readonly #own = new Set<string>();

  /** @param prefix of every address: what SES's mailbox simulator needs before a label */
  constructor(scope: Scope, domain: string, prefix = "") {
    super(scope, { one: "mail", many: "mails", unexpected: "UNEXPECTED_MAIL" });
    this.showsText = scope.mails === undefined;
    this.#domain = domain;
    this.#prefix = prefix;
  }

  /** An address that no other test has. One name gives the same address each time in one inbox. */
  address(name = "test"): string {
    const address = `${this.#prefix}${name}-${this.#suffix}@${this.#domain}`;
    this.#own.add(address.toLowerCase());
    this.scope.activity.addresses.add(address);
    return address;
  }

  /**
   * The mails that fit now, oldest first.
   * @throws HarnessError NO_ADDRESS, UNKNOWN_FIELD
   */
  async messages(filter: MailFilter = {}, signal?: AbortSignal): Promise<Mail[]> {
    return this.fitting(filter, signal);
  }

  /** Every mail of all tests and all accounts, oldest first. */
  async everything(signal?: AbortSignal): Promise<Mail[]> {
    return capturedMails(this.#where, signal);
  }

  /** Deletes the mails to one address, and no others. */
  async clear(address: string): Promise<void> {
    const mails = (await this.everything()).filter((mail) =>
      recipients(mail).includes(address.toLowerCase()),
    );
    for (const { id } of mails) await this.#delete(id);
  }

  get #where(): string {
    return this.scope.mails ?? this.scope.endpoint;
  }

  protected override async look(filter: MailFilter, signal?: AbortSignal): Promise<Mail[]> {
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

  protected override fits(mail: Mail, filter: MailFilter): boolean {
    return fits(mail, filter);
  }

  protected override line(mail: Mail): string {
    return mailLine(mail);
  }

  protected override seen(mails: readonly Mail[]): string {
    return mails.length
      ? `${mails.length} to the same addresses:${this.lines(mails)}`
      : "no mail at all to these addresses";
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
