import { type Clients, createClients, type ServiceClients } from "../aws/clients.ts";
import type { Scope } from "../core/scope.ts";
import { TestActivity } from "../core/test-activity.ts";

/** A scope for a unit test: short waits, nothing used yet. */
export function testScope(endpoint = "http://127.0.0.1:2", within = 2_000, now?: () => Date): Scope {
  return { endpoint, within, activity: new TestActivity(now) };
}

/** One set of clients, for every account and region. */
export function testClients(clients: Partial<ServiceClients>): Clients {
  return {
    ...createClients("http://127.0.0.1:2"),
    all: [clients as ServiceClients],
    for: () => clients as ServiceClients,
  };
}
