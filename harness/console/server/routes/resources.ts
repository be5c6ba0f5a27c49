import { type Context, Hono } from "hono";
import * as v from "valibot";
import { DEFAULT_ACCOUNT_REGION } from "../../../aws/client-config.ts";
import { placeFrom, placeOf } from "../../data/places.ts";
import { ResourceBrowser } from "../../data/resources.ts";
import type { Resources } from "../../view-shapes.ts";
import { attachment } from "../attachment.ts";
import type { Console } from "../console-context.ts";
import { stacksOf } from "./app.ts";

const Name = v.pipe(v.string(), v.minLength(1));

/** Buckets, queues and tables, in every account and region of the app's stacks. Nothing is changed or received. */
export function resourceRoutes(console: Console): Hono {
  const routes = new Hono();
  const text = ({ req }: Context, name: string) => v.parse(Name, req.query(name));
  const browser = (context: Context) =>
    new ResourceBrowser(console.endpoint, placeFrom(context.req.query("place") ?? ""));

  routes.get("/", async ({ json }) => json(await list(console)));
  routes.get("/objects", async (context) => {
    const { prefix = "", from } = context.req.query();
    return context.json(await browser(context).objects(text(context, "bucket"), prefix, from));
  });
  routes.get("/object", async (context) =>
    context.json(await browser(context).object(text(context, "bucket"), text(context, "key"))),
  );
  routes.get("/download", async (context) => {
    const key = text(context, "key");
    const content = await browser(context).download(text(context, "bucket"), key);
    return attachment(context, key.split("/").at(-1) ?? key, content);
  });
  routes.get("/messages", async (context) =>
    context.json(await browser(context).messages(text(context, "queue"))),
  );
  routes.get("/items", async (context) =>
    context.json(await browser(context).items(text(context, "table"), context.req.query("from"))),
  );
  return routes;
}

async function list(console: Console): Promise<Resources> {
  const stacks = await stacksOf(console);
  const places = new Set((stacks.length > 0 ? stacks : [DEFAULT_ACCOUNT_REGION]).map(placeOf));
  const found = await Promise.all(
    [...places].map((place) => new ResourceBrowser(console.endpoint, placeFrom(place)).list()),
  );
  // S3 lists the buckets of all regions
  const buckets = new Map(found.flatMap((each) => each.buckets).map((bucket) => [bucket.id, bucket]));
  return {
    buckets: [...buckets.values()],
    queues: found.flatMap(({ queues }) => queues),
    tables: found.flatMap(({ tables }) => tables),
    secrets: found.flatMap(({ secrets }) => secrets),
  };
}
