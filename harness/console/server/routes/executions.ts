import { RedriveExecutionCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { Hono } from "hono";
import * as v from "valibot";
import { Control } from "../../../control/control.ts";
import { HarnessError } from "../../../core/errors.ts";
import { ExecutionReader } from "../../data/executions.ts";
import { bodyOf } from "../body.ts";
import type { Console } from "../console-context.ts";

const Arn = v.pipe(v.string(), v.regex(/^arn:[^:]+:states:[^:]*:\d*:(execution|express):.+$/));
const OfExecution = v.strictObject({ arn: Arn });
const Start = v.strictObject({
  stateMachineArn: v.pipe(v.string(), v.regex(/^arn:[^:]+:states:[^:]*:\d*:stateMachine:.+$/)),
  input: v.string(),
});

/** Seconds for which a skipped wait stays short: the wait that has begun, and none of those to come. */
const SKIP_LEASE_S = 0.3;

export function executionRoutes({ endpoint, clients, feed }: Console): Hono {
  const routes = new Hono();
  const reader = new ExecutionReader(endpoint);
  const arnOf = (arn: string | undefined): string => v.parse(Arn, arn);
  const number = (text = "0"): number =>
    v.parse(v.pipe(v.number(), v.integer(), v.minValue(0)), Number(text));

  routes.get("/one", async ({ req, json }) => json(await reader.view(arnOf(req.query("arn")))));
  routes.get("/visit", async ({ req, json }) =>
    json(await reader.visit(arnOf(req.query("arn")), number(req.query("place")))),
  );
  routes.get("/events", async ({ req, json }) =>
    json(await reader.events(arnOf(req.query("arn")), number(req.query("from")), 500)),
  );

  routes.post("/skip-wait", async (context) => {
    const { arn } = await bodyOf(context, OfExecution);
    const control = await Control.connect(endpoint);
    control.need("clock", "skipping a wait");
    await control.post("/clock", { match: arn, scale: 0, lease: SKIP_LEASE_S });
    return context.json({});
  });

  routes.post("/stop", async (context) => {
    const { arn } = await bodyOf(context, OfExecution);
    await clients.for(arn).sfn.send(
      new StopExecutionCommand({
        executionArn: arn,
        error: "Console.Stopped",
        cause: "stopped in the console",
      }),
    );
    feed.hurry();
    return context.json({});
  });

  routes.post("/redrive", async (context) => {
    const { arn } = await bodyOf(context, OfExecution);
    await clients.for(arn).sfn.send(new RedriveExecutionCommand({ executionArn: arn }));
    feed.hurry();
    return context.json({});
  });

  routes.post("/start", async (context) => {
    const { stateMachineArn, input } = await bodyOf(context, Start);
    assertJson(input);
    const { executionArn: arn } = await clients
      .for(stateMachineArn)
      .sfn.send(new StartExecutionCommand({ stateMachineArn, input, name: crypto.randomUUID() }));
    feed.hurry();
    return context.json({ arn });
  });
  return routes;
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new HarnessError("INVALID_INPUT", `the input is not JSON: ${(cause as Error).message}`, { cause });
  }
}
