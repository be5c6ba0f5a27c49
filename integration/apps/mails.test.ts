/** Promise: an app sends mails by SES v2, with templates, and what it has of SES in its stack is made, changed and removed. */
import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  GetEmailTemplateCommand,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";
import { messagesOf } from "./queue.ts";

interface MailEvent {
  eventType: string;
  failure?: { errorMessage: string };
}

const APP = "node integration/apps/cdk/mails.app.ts";

test("a stack with an identity, a template and a configuration set sends mails", {
  timeout: 180_000,
}, async ({ endpoint, inbox }) => {
  const stack = `mails-${crypto.randomUUID().slice(0, 8)}`;
  const domain = `${stack}.example`;
  const deployed = (greeting: string): Promise<Deployed> =>
    deploy({ endpoint, app: APP, context: { stack, domain, greeting } });
  const config = clientConfig(endpoint);
  const [lambda, ses, cloudformation] = [
    new LambdaClient(config),
    new SESv2Client(config),
    new CloudFormationClient(config),
  ];

  const { outputs } = await deployed("Hello");
  const send = async (name: string, data: unknown): Promise<void> => {
    const Payload = JSON.stringify({ to: inbox.address(name), data });
    const { FunctionError, Payload: answer } = await lambda.send(
      new InvokeCommand({ FunctionName: outputs.Sender, Payload }),
    );
    expect(FunctionError, answer?.transformToString()).toBeUndefined();
  };

  await send("first", { contact: { name: "Ann" }, pets: [{ name: "Rex" }, { name: "Tom" }] });
  expect(await inbox.receive({ to: inbox.address("first") })).toMatchObject({
    from: `hello@${domain}`,
    subject: "Welcome, Ann",
    text: "Hello Ann, Rex, Tom",
    html: "<ul><li>Rex</li><li>Tom</li></ul>",
    template: { name: outputs.TemplateName, data: { contact: { name: "Ann" } } },
  });

  await send("unrendered", { contact: {} });
  const events = await messagesOf<MailEvent>(endpoint, outputs.PublishedUrl, 2);
  const kinds = events.map((event) => [event.eventType, event.failure?.errorMessage]);
  expect(kinds).toContainEqual(["Send", undefined]);
  expect(kinds).toContainEqual([
    "Rendering Failure",
    "Attribute 'name' is not present in the rendering data.",
  ]);
  const [delivered] = await messagesOf(endpoint, outputs.DeliveredUrl, 1);
  expect(delivered).toMatchObject({ "detail-type": "Email Delivered", detail: { eventType: "Delivery" } });
  expect(await inbox.messages({ to: inbox.address("unrendered") })).toEqual([]);

  await deployed("Good morning");
  await send("second", { contact: { name: "Bea" } });
  expect(await inbox.receive({ to: inbox.address("second") })).toMatchObject({
    text: "Good morning Bea",
    html: "<p>no pets</p>",
  });

  const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
  expect(identity).toMatchObject({
    VerifiedForSendingStatus: true,
    ConfigurationSetName: outputs.ConfigurationSetName,
    MailFromAttributes: { MailFromDomain: `bounces.${domain}` },
  });
  expect(outputs.Dkim).toBe(`${identity.DkimAttributes?.Tokens?.[0]}.dkim.amazonses.com`);
  const named = { ConfigurationSetName: outputs.ConfigurationSetName };
  const { EventDestinations } = await ses.send(new GetConfigurationSetEventDestinationsCommand(named));
  expect(EventDestinations).toHaveLength(2);

  await cloudformation.send(new DeleteStackCommand({ StackName: stack }));
  await waitUntilStackDeleteComplete(
    { client: cloudformation, minDelay: 1, maxDelay: 1, maxWaitTime: 60 },
    { StackName: stack },
  );
  const gone = { name: "NotFoundException" };
  await expect(ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }))).rejects.toMatchObject(gone);
  await expect(ses.send(new GetConfigurationSetCommand(named))).rejects.toMatchObject(gone);
  const template = new GetEmailTemplateCommand({ TemplateName: outputs.TemplateName });
  await expect(ses.send(template)).rejects.toMatchObject(gone);
  for (const client of [lambda, ses, cloudformation]) client.destroy();
});
