import type { Clients } from "../aws/clients.ts";
import { Observer } from "../core/observer.ts";
import type { Scope, Within } from "../core/scope.ts";
import type { ObservedEntry } from "../core/test-activity.ts";
import type { Kind } from "../resources/kinds.ts";
import type { StackResource } from "../resources/stack-resource.ts";
import type { StackResources } from "../resources/stack-resources.ts";

/** What observers of buckets and tables need. */
export interface StateSource {
  scope: Scope;
  clients: Clients;
  resources: StackResources;
}

/** A place that keeps items, as they are now: a bucket, a table. */
export abstract class StateObserver<Item, Filter extends object> extends Observer<Item, Filter> {
  /** `bucket Photos` */
  readonly title: string;
  protected readonly clients: Clients;
  /** Of the stacks: looks it up by its name. */
  protected readonly find: () => Promise<StackResource>;

  constructor({ scope, clients, resources }: StateSource, kind: Kind, name: string, one: string) {
    const title = `${kind.one} ${name}`;
    super(scope, {
      one,
      many: `${one}s`,
      where: ` in ${title}`,
      unexpected: `UNEXPECTED_${one.toUpperCase()}`,
    });
    this.title = title;
    this.clients = clients;
    this.find = () => resources.find(kind, name);
    scope.activity.observed.set(title, this);
  }

  /** For the failure report. */
  abstract entries(signal?: AbortSignal): Promise<ObservedEntry[]>;

  /**
   * What fits now. Of a bucket by key; of a table all of it is read.
   * @throws HarnessError UNKNOWN_RESOURCE, WHICH_RESOURCE; UNKNOWN_FIELD
   */
  list(filter: Filter = {} as Filter, signal?: AbortSignal): Promise<Item[]> {
    return this.fitting(filter, signal);
  }

  /**
   * Waits for one that fits, and returns the first.
   * @throws DeadlineError; as {@link list}
   */
  waitFor(filter: Filter = {} as Filter, options: Within = {}): Promise<Item> {
    return this.waitForOne(filter, options);
  }
}
