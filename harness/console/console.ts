/** The console: a web page on this machine that shows what happens in LocalStack. */
import "../core/installation/require-node.ts";

import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { AccountRegion } from "../aws/client-config.ts";
import { createClients } from "../aws/clients.ts";
import type { Project } from "../config/load.ts";
import { LOOPBACK, listenFrom } from "../core/listen.ts";
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

/** Above LocalStack's port: the next ones are for other LocalStacks. */
const OFFSET = 1_000;

/** Serves the console on this machine until it is disposed of. Nothing is read before a page is open. */
export async function startConsole({ endpoint, project, places }: ConsoleOptions): Promise<RunningConsole> {
  const secrets = newSecrets();
  const server = createServer();
  const port = await listenFrom(Number(new URL(endpoint).port || 80) + OFFSET, server);
  const session: Session = { ...secrets, address: `http://${LOOPBACK}:${port}/${secrets.id}` };
  const clients = createClients(endpoint, places);
  let closeFeed = () => {};
  // loaded with the first request, so that a start without a page does not wait for it
  const load = async () => {
    const [{ consoleApp }, { Feed }, { pageFiles }] = await Promise.all([
      import("./server/app.ts"),
      import("./server/feed.ts"),
      import("./server/page-files.ts"),
    ]);
    const feed = new Feed(endpoint);
    closeFeed = () => feed.close();
    return consoleApp({ endpoint, project, feed, clients }, session, pageFiles());
  };
  let app: ReturnType<typeof load> | undefined;
  const answer = getRequestListener(async (request, env) => {
    app ??= load();
    return (await app).fetch(request, env);
  });
  server.on("request", (request, response) => void answer(request, response));
  const kept = await keepSession(project.root, endpoint, session);
  return {
    address: openingAddress(session),
    async [Symbol.asyncDispose]() {
      closeFeed();
      server.closeAllConnections();
      server.close();
      clients.destroy();
      await kept[Symbol.asyncDispose]();
    },
  };
}
