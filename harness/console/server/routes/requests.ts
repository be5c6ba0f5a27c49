import { Hono } from "hono";
import { HarnessError } from "../../../core/errors.ts";
import { getJson } from "../../../core/localstack-http.ts";
import { ExecutionReader } from "../../data/executions.ts";
import { placeFrom } from "../../data/places.ts";
import { SourceMaps } from "../../data/source-maps.ts";
import { traceOf } from "../../data/trace.ts";
import type { RequestContent } from "../../view-shapes.ts";
import type { Console } from "../console-context.ts";

/** Requests, traces and the sources of what functions log. */
export function requestRoutes({ endpoint, feed }: Console): Hono {
  const routes = new Hono();
  const executions = new ExecutionReader(endpoint);
  const sourceMaps = new SourceMaps(endpoint);

  routes.get("/requests/:seq", async ({ req, json }) => {
    const found = await getJson<RequestContent>(endpoint, `/_harness/requests/${Number(req.param("seq"))}`);
    if (!found)
      throw new HarnessError(
        "NO_REQUEST",
        "there is no such request: LocalStack keeps the last 2,000, until it ends",
      );
    return json(found);
  });

  routes.get("/trace", async ({ req, json }) => {
    const id = (req.query("id") ?? "").trim();
    if (id.length < 3) throw new HarnessError("INVALID_ID", "an id has at least three characters");
    return json(await traceOf({ endpoint, executions, known: feed }, id));
  });

  routes.get("/source", async ({ req, json }) => {
    const { function: name = "", place = "", text = "" } = req.query();
    return json({ text: await sourceMaps.mapped(name, placeFrom(place), text) });
  });
  return routes;
}
