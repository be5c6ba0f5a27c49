/** Promise: where the stage names the domains that mail may go to, nothing is sent to any other. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { REMINDERS_PATH } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";
import { STACK } from "./setup.ts";

/** What API Gateway hands to the deployed function on a stage with this variable; the stage under test has none. */
const event = (email: string, allowedRecipientDomains: string) => ({
  httpMethod: "POST",
  resource: REMINDERS_PATH,
  path: REMINDERS_PATH,
  headers: { "Content-Type": "application/json" },
  multiValueHeaders: { "Content-Type": ["application/json"] },
  stageVariables: { siteOrigin: "http://site.example", allowedRecipientDomains },
  requestContext: { requestId: crypto.randomUUID() },
  body: JSON.stringify(reminderRequest({ waitSeconds: 600, email })),
  isBase64Encoded: false,
});

test.for([
  ["inbox.example", 202],
  ["example.org, Inbox.Example", 202],
  ["example.org", 400],
  ["sub.inbox.example", 400],
] as const)(
  "where mail may go to %s only: %i",
  async ([domains, status], { api, inbox, executions, harness }) => {
    const email = inbox.address().replace(/@.*/, "@inbox.example");
    const lambda = new LambdaClient(harness.config);
    const { Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: `${STACK}-Request`,
        Payload: JSON.stringify(event(email, domains)),
      }),
    );
    lambda.destroy();
    const answer = JSON.parse(Payload?.transformToString() ?? "");
    const body = JSON.parse(answer.body);
    expect(answer.statusCode).toBe(status);
    const started = await executions.startedWith(email);
    if (status === 202) {
      expect(started.map(({ input }) => input)).toMatchObject([{ id: body.id, email }]);
      await api.cancel(body.id);
    } else {
      expect(body.errors).toMatchObject([{ field: "email" }]);
      expect(started).toEqual([]);
    }
  },
);
