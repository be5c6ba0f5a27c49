import { Hono } from "hono";
import * as v from "valibot";
import { Control } from "../../../control/control.ts";
import { Faults } from "../../../control/faults.ts";
import type { ControlNames } from "../../view-shapes.ts";
import { bodyOf } from "../body.ts";
import type { Console } from "../console-context.ts";

const seconds = v.pipe(v.number(), v.minValue(1), v.maxValue(86_400));
const shared = {
  match: v.array(v.string()),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  share: v.optional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(1))),
  delayMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  lease: seconds,
};
const Fault = v.union([
  v.strictObject({ ...shared, service: v.string(), operation: v.string(), error: v.optional(v.string()) }),
  v.strictObject({ ...shared, function: v.string(), effect: v.picklist(["timeout", "crash", "throttle"]) }),
]);
const Clock = v.strictObject({
  match: v.pipe(v.string(), v.minLength(1)),
  scale: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  lease: seconds,
});

/** Faults and clocks: the same as a test injects, with a lease after which LocalStack ends them by itself. */
export function controlRoutes({ endpoint, feed }: Console): Hono {
  const routes = new Hono();

  routes.get("/names", async ({ json }) => {
    const control = await Control.connect(endpoint);
    const [{ operations }, { functions }] = await Promise.all([
      control.get<{ operations: Record<string, string[]> }>("/services"),
      control.get<{ functions: string[] }>("/resources"),
    ]);
    const byService: Record<string, string[]> = {};
    for (const [operation, services] of Object.entries(operations))
      for (const service of services) {
        byService[service] ??= [];
        byService[service].push(operation);
      }
    const names: ControlNames = {
      operations: byService,
      functions: functions.map((arn) => arn.split(":").at(-1) ?? arn).sort(),
    };
    return json(names);
  });

  routes.post("/faults", async (context) => {
    const fault = await bodyOf(context, Fault);
    const control = await Control.connect(endpoint);
    const { id } = await new Faults(control).inject(fault);
    feed.hurry();
    return context.json({ id });
  });

  routes.post("/clocks", async (context) => {
    const clock = await bodyOf(context, Clock);
    const control = await Control.connect(endpoint);
    control.need("clock", "the clock");
    const { id } = await control.post<{ id: string }>("/clock", clock);
    feed.hurry();
    return context.json({ id });
  });

  for (const [name, path] of [
    ["faults", "/faults"],
    ["clocks", "/clock"],
  ] as const)
    routes.delete(`/${name}/:id{[\\w-]+}`, async ({ req, json }) => {
      const control = await Control.connect(endpoint);
      await control.delete(`${path}/${req.param("id")}`);
      feed.hurry();
      return json({});
    });
  return routes;
}
