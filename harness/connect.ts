import { type AwsAccount, accountConfig, reachableApiUrl } from "./aws/account.ts";
import { clientConfig } from "./aws/client-config.ts";
import { type Clients, createAwsClients, createClients } from "./aws/clients.ts";
import { Calls } from "./control/calls.ts";
import { Catalogue } from "./control/catalogue.ts";
import { Clock } from "./control/clock.ts";
import { Control } from "./control/control.ts";
import { Faults } from "./control/faults.ts";
import { reachableAddress } from "./core/addresses.ts";
import { HttpRecorder } from "./core/http.ts";
import { resolveLocalhostNames } from "./core/loopback.ts";
import type { PluginInfo } from "./core/plugin-info.ts";
import type { Scope } from "./core/scope.ts";
import { TestActivity } from "./core/test-activity.ts";
import { Executions } from "./executions/executions.ts";
import { Logs } from "./logs/logs.ts";
import { Inbox } from "./mail/inbox.ts";
import { Api } from "./observers/api.ts";
import { Bucket } from "./observers/bucket.ts";
import { Bus } from "./observers/bus.ts";
import { Queue } from "./observers/queue.ts";
import { Table } from "./observers/table.ts";
import { Topic } from "./observers/topic.ts";
import { type StackPlace, StackResources } from "./resources/stack-resources.ts";

/** Where {@link connect} connects to, and for which state machines. */
export interface ConnectOptions {
  /** Where LocalStack answers, such as `http://localhost:4566`. */
  endpoint: string;
  /**
   * The stacks of the app, such as those of a `Deployment`: executions and logs are looked up in their accounts and
   * regions, resources in those with a `name`. Default: all stacks of account 000000000000 in us-east-1.
   */
  stacks?: readonly StackPlace[];
  /** The outputs of the stacks, where they are known already. */
  outputs?: Readonly<Record<string, string>>;
  /** The state machines whose executions count. Default: all of these accounts and regions. */
  stateMachineArns?: readonly string[];
  /** Milliseconds to wait, unless a call gives another limit. Default: 10,000. */
  within?: number | undefined;
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
  readonly #resources: StackResources;
  readonly #shared: Scope;
  readonly #isScope: boolean;

  constructor(
    options: Connection,
    clients: Clients,
    control: Control,
    resources: StackResources,
    scope?: ScopeOptions,
  ) {
    this.endpoint = options.endpoint;
    this.#options = options;
    this.#clients = clients;
    this.#control = control;
    this.#resources = resources;
    this.#isScope = scope !== undefined;
    this.activity = new TestActivity(control.time);
    const { endpoint, mails, within = 10_000, stateMachineArns } = options;
    const shared: Scope = { endpoint, mails, within, signal: scope?.signal, activity: this.activity };
    this.#shared = shared;
    this.inbox = new Inbox(shared, options.mailDomain ?? "inbox.example", options.mailPrefix);
    this.executions = new Executions(shared, clients, stateMachineArns);
    this.clock = new Clock(control, control.info && resources);
    this.faults = new Faults(control);
    this.calls = new Calls(shared, control);
    this.logs = new Logs(shared, clients, control.info && new Catalogue(control));
    this.http = new HttpRecorder(endpoint, this.activity);
  }

  /** The messages of an SQS queue, by its logical id, construct path, output or name. */
  queue(name: string): Queue {
    return new Queue(this.#messages, name);
  }

  /** What was published to an SNS topic, by its logical id, construct path, output or name. */
  topic(name: string): Topic {
    return new Topic(this.#messages, name);
  }

  /** The events of an EventBridge bus, by its logical id, construct path, output or name, or `default`. */
  bus(name: string): Bus {
    return new Bus(this.#messages, name);
  }

  /** The objects in an S3 bucket, by its logical id, construct path, output or name. */
  bucket(name: string): Bucket {
    return new Bucket(this.#state, name);
  }

  /** The items of a DynamoDB table, by its logical id, construct path, output or name. */
  table(name: string): Table {
    return new Table(this.#state, name);
  }

  /** A REST API, an HTTP API or a function URL, by its logical id, construct path, output or name. */
  api(name: string): Api {
    const { endpoint, aws } = this.#options;
    return new Api(
      {
        clients: this.#clients,
        resources: this.#resources,
        fetch: this.http.fetch,
        apiAddress: (id, { region }) =>
          aws
            ? reachableApiUrl(`https://${id}.execute-api.${region}.amazonaws.com`, aws).replace(/\/$/, "")
            : `${endpoint}/_aws/execute-api/${id}`,
        reachable: (address) => (aws ? address : reachableAddress(address, endpoint)),
      },
      name,
    );
  }

  get #messages() {
    return { scope: this.#shared, control: this.#control, resources: this.#resources };
  }

  get #state() {
    return { scope: this.#shared, clients: this.#clients, resources: this.#resources };
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

  /** The name and release of what is neither LocalStack nor AWS, such as `MiniStack 1.5.33`. It has no plugin. */
  get emulator(): string | undefined {
    return this.#control.emulator;
  }

  /** A scope for one test, on the same connections: addresses, ids, clock and faults are not shared. */
  scope(options: ScopeOptions = {}): Harness {
    return new Harness(this.#options, this.#clients, this.#control, this.#resources, options);
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
  const clients = createClients(endpoint, options.stacks);
  const resources = new StackResources(clients, options.stacks, options.outputs);
  return new Harness({ ...options, endpoint }, clients, control, resources);
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
  const clients = createAwsClients(aws);
  const resources = new StackResources(clients, [], options.outputs);
  return new Harness(connection, clients, Control.none(endpoint), resources);
}
