import { type AwsAccount, accountConfig } from "./aws/account.ts";
import { type AccountRegion, clientConfig } from "./aws/client-config.ts";
import { type Clients, createAwsClients, createClients } from "./aws/clients.ts";
import { Calls } from "./control/calls.ts";
import { Catalogue } from "./control/catalogue.ts";
import { Clock } from "./control/clock.ts";
import { Control } from "./control/control.ts";
import { Faults } from "./control/faults.ts";
import { HttpRecorder } from "./core/http.ts";
import { resolveLocalhostNames } from "./core/loopback.ts";
import type { PluginInfo } from "./core/plugin-info.ts";
import type { Scope } from "./core/scope.ts";
import { TestActivity } from "./core/test-activity.ts";
import { Executions } from "./executions/executions.ts";
import { Logs } from "./logs/logs.ts";
import { Inbox } from "./mail/inbox.ts";

/** Where {@link connect} connects to, and for which state machines. */
export interface ConnectOptions {
  /** Where LocalStack answers, such as `http://localhost:4566`. */
  endpoint: string;
  /**
   * The stacks of the app, such as those of a `Deployment`: executions and logs are looked up in their accounts and
   * regions. Default: account 000000000000 in us-east-1.
   */
  stacks?: readonly AccountRegion[];
  /** The state machines whose executions count. Default: all of these accounts and regions. */
  stateMachineArns?: readonly string[];
  /** Milliseconds to wait, unless a call gives another limit. Default: 10,000. */
  within?: number;
  /** Domain of the inbox's addresses. Default: `inbox.example`, a reserved name that no one can own (RFC 2606). */
  mailDomain?: string;
}

/** Where {@link connectAws} connects to. */
export interface ConnectAwsOptions extends Omit<ConnectOptions, "endpoint" | "mailDomain" | "stacks"> {
  aws: AwsAccount;
  /** Endpoint of a `MailRelay`. */
  mails: string;
}

interface Connection extends ConnectOptions {
  aws?: AwsAccount;
  mailPrefix?: string;
  mails?: string;
}

/** Options of {@link Harness.scope}. */
export interface ScopeOptions {
  /** Ends all waiting of this part: a test's own signal. */
  signal?: AbortSignal;
}

/** All parts of the harness for one LocalStack. Disposing of it releases clock, faults and sockets. */
export class Harness implements AsyncDisposable {
  readonly endpoint: string;
  readonly inbox: Inbox;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly calls: Calls;
  readonly logs: Logs;
  readonly http: HttpRecorder;
  /** What was used so far, for the failure report. */
  readonly activity: TestActivity;
  readonly #options: Connection;
  readonly #clients: Clients;
  readonly #control: Control;
  readonly #isScope: boolean;

  constructor(options: Connection, clients: Clients, control: Control, scope?: ScopeOptions) {
    this.endpoint = options.endpoint;
    this.#options = options;
    this.#clients = clients;
    this.#control = control;
    this.#isScope = scope !== undefined;
    this.activity = new TestActivity(control.time);
    const { endpoint, mails, within = 10_000, stateMachineArns } = options;
    const shared: Scope = { endpoint, mails, within, signal: scope?.signal, activity: this.activity };
    this.inbox = new Inbox(shared, options.mailDomain ?? "inbox.example", options.mailPrefix);
    this.executions = new Executions(shared, clients, stateMachineArns);
    this.clock = new Clock(control);
    this.faults = new Faults(control);
    this.calls = new Calls(shared, control);
    this.logs = new Logs(shared, clients, control.info && new Catalogue(control));
    this.http = new HttpRecorder(endpoint, this.activity);
  }

  /** The configuration for your own SDK clients, in the account and region of the app's first stack. */
  get config(): { region: string } {
    const { endpoint, aws, stacks } = this.#options;
    return aws ? accountConfig(aws) : clientConfig(endpoint, stacks?.[0]);
  }

  /** What the plugin in LocalStack offers; `undefined` where there is none, and so neither clock, faults nor calls. */
  get plugin(): PluginInfo | undefined {
    return this.#control.info;
  }

  /** A scope for one test, on the same connections: addresses, ids, clock and faults are not shared. */
  scope(options: ScopeOptions = {}): Harness {
    return new Harness(this.#options, this.#clients, this.#control, options);
  }

  /** Releases clock and faults, and closes the connections unless other scopes use them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.clock[Symbol.asyncDispose](), this.faults[Symbol.asyncDispose]()]);
    if (!this.#isScope) this.#clients.destroy();
  }
}

/** Connects to a LocalStack that runs. Throws a `LocalStackGoneError` when nothing responds at the endpoint. */
export async function connect(options: ConnectOptions): Promise<Harness> {
  const endpoint = options.endpoint.replace(/\/+$/, "");
  resolveLocalhostNames();
  const control = await Control.connect(endpoint);
  return new Harness({ ...options, endpoint }, createClients(endpoint, options.stacks), control);
}

/** Milliseconds that an event of SES may take to come. */
const AWS_WITHIN = 25_000;

/**
 * Connects to a stack on AWS. Mails go to SES's mailbox simulator and are seen once they are delivered, without their
 * text; clock, faults and calls throw a `HarnessError` with the code NO_PLUGIN.
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 */
export function connectAws({ aws, within = AWS_WITHIN, ...options }: ConnectAwsOptions): Harness {
  const endpoint = aws.endpoint ?? `aws://${aws.account}/${aws.region}`;
  const connection = {
    ...options,
    aws,
    endpoint,
    within,
    mailPrefix: "success+",
    mailDomain: "simulator.amazonses.com",
  };
  return new Harness(connection, createAwsClients(aws), Control.none(endpoint));
}
