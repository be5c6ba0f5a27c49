import type { Control } from "../control/control.ts";
import { Channel } from "../core/observer.ts";
import type { Scope } from "../core/scope.ts";
import type { Observed, ObservedEntry } from "../core/test-activity.ts";
import { arnOf, type Kind } from "../resources/kinds.ts";
import type { StackResources } from "../resources/stack-resources.ts";
import { assertFields, type Fields, hasFields } from "./fields.ts";

/** What all observers of messages need. */
export interface MessageSource {
  scope: Scope;
  control: Control;
  resources: StackResources;
}

/** What distinguishes queues, topics and buses. */
export interface MessageKind<Item, Filter> {
  kind: Kind;
  /** `message`, `event` */
  one: string;
  fields: Fields<Item, Filter>;
  line(item: Item): string;
}

/** A message as the plugin notes it, with its time in milliseconds since 1970. */
interface Noted {
  time: number;
}

/**
 * What one queue, topic or bus has accepted since the test began, from any sender, and whether or not it was consumed
 * since. The plugin in LocalStack keeps it: reading it changes nothing.
 */
export abstract class MessageChannel<Item extends { time: Date }, Filter extends object>
  extends Channel<Item, Filter>
  implements Observed
{
  /** `queue Jobs` */
  readonly title: string;
  readonly #source: MessageSource;
  readonly #name: string;
  readonly #kind: MessageKind<Item, Filter>;
  #arn: string | undefined;

  constructor(source: MessageSource, name: string, kind: MessageKind<Item, Filter>) {
    const title = `${kind.kind.one} ${name}`;
    const { one } = kind;
    super(source.scope, {
      one,
      many: `${one}s`,
      where: ` in ${title}`,
      unexpected: `UNEXPECTED_${one.toUpperCase()}`,
    });
    this.title = title;
    this.#source = source;
    this.#name = name;
    this.#kind = kind;
    source.scope.activity.observed.set(title, this);
  }

  /**
   * Those that fit, since the test began, oldest first.
   * @throws HarnessError NO_PLUGIN; UNKNOWN_RESOURCE, WHICH_RESOURCE; UNKNOWN_FIELD
   */
  list(filter: Filter = {} as Filter, signal?: AbortSignal): Promise<Item[]> {
    return this.fitting(filter, signal);
  }

  /** For the failure report. */
  async entries(signal?: AbortSignal): Promise<ObservedEntry[]> {
    const items = await this.list({} as Filter, signal);
    return items.map((item) => ({ time: item.time, text: this.#kind.line(item) }));
  }

  /** The ARN of what is observed. */
  protected async find(): Promise<string> {
    return arnOf(await this.#source.resources.find(this.#kind.kind, this.#name));
  }

  protected override async look(filter: Filter, signal?: AbortSignal): Promise<Item[]> {
    const { control, scope } = this.#source;
    const { kind, one, fields } = this.#kind;
    control.need("messages", `the observer of a ${kind.one}`);
    assertFields(fields, filter, `a filter of ${one}s`);
    this.#arn ??= await this.find();
    const query = new URLSearchParams({ of: this.#arn, since: `${scope.activity.since.getTime()}` });
    const { messages } = await control.get<{ messages: Noted[] }>(`/messages?${query}`, signal);
    return messages.map((noted) => ({ ...noted, time: new Date(noted.time) }) as unknown as Item);
  }

  protected override fits(item: Item, filter: Filter): boolean {
    return hasFields(this.#kind.fields, item, filter);
  }

  protected override line(item: Item): string {
    return `${item.time.toISOString()} ${this.#kind.line(item)}`;
  }
}
