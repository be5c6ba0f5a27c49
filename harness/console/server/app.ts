import { Hono } from "hono";
import { HarnessError } from "../../core/errors.ts";
import { LocalStackGoneError, UnexpectedStatusError } from "../../core/localstack-http.ts";
import type { Session } from "../session.ts";
import type { Console } from "./console-context.ts";
import { exchangeToken, hasSession, onlyOwnPages, onlyWithSession, securityHeaders } from "./guard.ts";
import { live } from "./live.ts";
import { PAGE, type PageFiles } from "./page-files.ts";
import { appRoutes } from "./routes/app.ts";
import { controlRoutes } from "./routes/controls.ts";
import { executionRoutes } from "./routes/executions.ts";
import { mailRoutes } from "./routes/mails.ts";
import { requestRoutes } from "./routes/requests.ts";
import { resourceRoutes } from "./routes/resources.ts";

/** The console's pages and the API that they use. */
export function consoleApp(console: Console, session: Session, files: PageFiles): Hono {
  const { host } = new URL(session.address);
  const hosts = new Set([host, host.replace("127.0.0.1", "localhost")]);
  const app = new Hono();
  app.use(securityHeaders, onlyOwnPages(hosts));

  const api = new Hono();
  api.use(onlyWithSession(session));
  api.get("/session", ({ json }) => json({ endpoint: console.endpoint }));
  api.get("/live", live(console.feed));
  api.route("/mails", mailRoutes(console));
  api.route("/executions", executionRoutes(console));
  api.route("/controls", controlRoutes(console));
  api.route("/resources", resourceRoutes(console));
  api.route("/", requestRoutes(console));
  api.route("/", appRoutes(console));
  api.notFound(({ json }) => json({ error: "there is no such address" }, 404));
  app.route(`/${session.id}/api`, api);

  app.get("/assets/:name", async ({ req, body, notFound }) => {
    const file = await files(req.param("name"));
    return file ? body(file.content, 200, { "content-type": file.type, ...file.headers }) : notFound();
  });
  app.get(`/${session.id}/*`, async (context) => {
    // a redirect would still count as a request of the site that linked to it, and go without the cookie
    if (exchangeToken(context, session)) return context.html(PAGE.entered);
    return hasSession(context, session) ? context.html(PAGE.console) : context.html(PAGE.closed, 401);
  });
  app.notFound(({ html }) => html(PAGE.closed, 401));
  app.onError((error, { json }) => {
    const [status, message] = explain(error);
    return json({ error: message }, status);
  });
  return app;
}

function explain(error: unknown): [400 | 404 | 500 | 502, string] {
  if (error instanceof LocalStackGoneError) return [502, error.message];
  if (error instanceof UnexpectedStatusError) return [error.status === 404 ? 404 : 502, error.message];
  if (error instanceof HarnessError) return [400, error.message];
  // the AWS SDK's errors carry the status of the response
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return status === undefined ? [500, message] : [400, message];
}
