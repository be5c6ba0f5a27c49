import type { Node } from "constructs";
import { isAddress } from "../functions/reminder.ts";
import { awsTarget, localStackTarget, type Target } from "./target.ts";
import { DEFAULT_SES_RATE } from "./workflow/pacing.ts";

/** What differs from one deployment to another; given to the CDK as context (`-c name=value`). */
export interface Settings {
  target: Target;
  /** The address that mails come from. */
  sender: string;
  /** The address or domain that SES already knows the sender by; undefined: the stack brings the address. */
  senderIdentity: string | undefined;
  /** Domains that mail may go to; empty: all. */
  allowedRecipientDomains: string[];
  /** Mails that SES takes a second. */
  sesRate: number;
  /** Who gets a mail when an alarm goes off. */
  alarmsTo: string | undefined;
  /** Whether the events of each mail are reported to a queue, for the end-to-end suites. */
  mailEvents: boolean;
}

const DEFAULT_SENDER = "cuddles@petcuddleotron.example";
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** A value of the context that cannot be used. */
export class InvalidSettingError extends Error {
  constructor(name: string, value: unknown, expected: string) {
    super(`context ${name} is ${JSON.stringify(value)}: give ${expected}, as in -c ${name}=…`);
    this.name = "InvalidSettingError";
  }
}

/**
 * Reads `sender`, `senderIdentity`, `allowedRecipientDomains` (with commas between them), `sesRate`, `alarmsTo`,
 * `mailEvents` and `localstack` (the endpoint; without it the stack is for AWS). Throws {@link InvalidSettingError}.
 */
export function settingsFrom(node: Pick<Node, "tryGetContext">): Settings {
  const sender: unknown = node.tryGetContext("sender") ?? DEFAULT_SENDER;
  if (typeof sender !== "string" || !isAddress(sender)) {
    throw new InvalidSettingError("sender", sender, "one e-mail address");
  }
  const settings = {
    target: target(node.tryGetContext("localstack")),
    sender,
    senderIdentity: identity(node.tryGetContext("senderIdentity"), sender),
    alarmsTo: address("alarmsTo", node.tryGetContext("alarmsTo")),
    mailEvents: flag("mailEvents", node.tryGetContext("mailEvents")),
    sesRate: rate(node.tryGetContext("sesRate") ?? DEFAULT_SES_RATE),
    allowedRecipientDomains: domains(node.tryGetContext("allowedRecipientDomains") ?? ""),
  };
  if (settings.mailEvents && !settings.target.reportsMails) {
    throw new InvalidSettingError(
      "mailEvents",
      true,
      "it on AWS only: LocalStack shows the mails themselves",
    );
  }
  return settings;
}

function target(endpoint: unknown): Target {
  if (endpoint === undefined) return awsTarget;
  if (typeof endpoint !== "string" || !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    throw new InvalidSettingError(
      "localstack",
      endpoint,
      "LocalStack's endpoint, http://localhost:4566 for example",
    );
  }
  return localStackTarget(new URL(endpoint));
}

function identity(value: unknown, sender: string): string | undefined {
  if (value !== undefined && value !== sender && value !== sender.slice(sender.lastIndexOf("@") + 1)) {
    throw new InvalidSettingError("senderIdentity", value, `the sender, ${sender}, or its domain`);
  }
  return value;
}

function address(name: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && isAddress(value))) return value;
  throw new InvalidSettingError(name, value, "one e-mail address");
}

function flag(name: string, value: unknown): boolean {
  if (value !== undefined && String(value) !== "true" && String(value) !== "false") {
    throw new InvalidSettingError(name, value, "true or false");
  }
  return String(value) === "true";
}

function rate(value: unknown): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new InvalidSettingError("sesRate", value, "the number of mails per second that SES accepts");
  }
  return number;
}

function domains(value: unknown): string[] {
  const list = typeof value === "string" ? value.split(",").map((domain) => domain.trim()) : [""];
  const given = list.filter((domain) => domain !== "");
  if (typeof value !== "string" || !given.every((domain) => DOMAIN.test(domain))) {
    throw new InvalidSettingError("allowedRecipientDomains", value, "domains with commas between them");
  }
  return given;
}
