import { type Context, Hono } from "hono";
import * as v from "valibot";
import { ResourceBrowser } from "../../data/resources.ts";
import { attachment } from "../attachment.ts";
import type { Console } from "../console-context.ts";
import { stacksOf } from "./app.ts";

const Name = v.pipe(v.string(), v.minLength(1));

/** Buckets, queues and tables, in the account and region of the app's first stack. Nothing is changed or received. */
export function resourceRoutes(console: Console): Hono {
  const routes = new Hono();
  const browser = async () => new ResourceBrowser(console.endpoint, (await stacksOf(console))[0]);
  const text = ({ req }: Context, name: string) => v.parse(Name, req.query(name));

  routes.get("/", async ({ json }) => json(await (await browser()).list()));
  routes.get("/objects", async (context) => {
    const { prefix = "", from } = context.req.query();
    return context.json(await (await browser()).objects(text(context, "bucket"), prefix, from));
  });
  routes.get("/object", async (context) =>
    context.json(await (await browser()).object(text(context, "bucket"), text(context, "key"))),
  );
  routes.get("/download", async (context) => {
    const key = text(context, "key");
    const content = await (await browser()).download(text(context, "bucket"), key);
    return attachment(context, key.split("/").at(-1) ?? key, content);
  });
  routes.get("/messages", async (context) =>
    context.json(await (await browser()).messages(text(context, "queue"))),
  );
  routes.get("/items", async (context) =>
    context.json(await (await browser()).items(text(context, "table"))),
  );
  return routes;
}
