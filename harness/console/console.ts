import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import getPort, { portNumbers } from "get-port";
import type { AccountRegion } from "../aws/client-config.ts";
import { createClients } from "../aws/clients.ts";
import type { Project } from "../config/load.ts";
import { consoleApp } from "./server/app.ts";
import { Feed } from "./server/feed.ts";
import { pageFiles } from "./server/page-files.ts";
import { keepSession, newSecrets, openingAddress, type Session } from "./session.ts";

/** Where and for what {@link startConsole} shows. */
export interface ConsoleOptions {
  /** Where LocalStack answers. */
  endpoint: string;
  /** Its folder keeps the session, its stacks are shown. */
  project: Project;
  /** Accounts and regions of its stacks. */
  places?: readonly AccountRegion[] | undefined;
}

/** A console that runs. */
export interface RunningConsole extends AsyncDisposable {
  /** Opens it, with the token of the session. */
  address: string;
}

const HOST = "127.0.0.1";
/** Above LocalStack's port, which other LocalStacks take the next of. */
const OFFSET = 1_000;

/** Serves the console on this machine until it is disposed of. Nothing is read before a page is open. */
export async function startConsole({ endpoint, project, places }: ConsoleOptions): Promise<RunningConsole> {
  const secrets = newSecrets();
  const preferred = Number(new URL(endpoint).port || 80) + OFFSET;
  const port = await getPort({ host: HOST, port: portNumbers(preferred, Math.min(preferred + 9, 65_535)) });
  const session: Session = { ...secrets, address: `http://${HOST}:${port}/${secrets.id}` };
  const clients = createClients(endpoint, places);
  const feed = new Feed(endpoint);
  const app = consoleApp({ endpoint, project, feed, clients }, session, pageFiles());
  const server = serve({ fetch: app.fetch, hostname: HOST, port }) as Server;
  await once(server, "listening");
  const kept = await keepSession(project.root, endpoint, session);
  return {
    address: openingAddress(session),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      clients.destroy();
      await kept[Symbol.asyncDispose]();
    },
  };
}
