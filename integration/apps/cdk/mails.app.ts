/** What an app has of SES: an identity, a template, and a configuration set whose events go to a topic and a bus. */
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import {
  CfnTemplate,
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";

const app = new App();
const context = (name: string): string => app.node.getContext(name);
const stack = new Stack(app, context("stack"));

const queue = (name: string): Queue => {
  const made = new Queue(stack, name, { removalPolicy: RemovalPolicy.DESTROY });
  new CfnOutput(stack, `${name}Url`, { value: made.queueUrl });
  return made;
};
const topic = new Topic(stack, "MailEvents");
topic.addSubscription(new SqsSubscription(queue("Published"), { rawMessageDelivery: true }));

const configurationSet = new ConfigurationSet(stack, "Mails");
configurationSet.addEventDestination("Topic", {
  destination: EventDestination.snsTopic(topic),
  events: [EmailSendingEvent.SEND, EmailSendingEvent.RENDERING_FAILURE],
});
configurationSet.addEventDestination("Bus", {
  destination: EventDestination.eventBus(EventBus.fromEventBusName(stack, "Default", "default")),
  events: [EmailSendingEvent.DELIVERY],
});
new Rule(stack, "DeliveredMails", {
  eventPattern: { source: ["aws.ses"], detail: { mail: { tags: { stack: [stack.stackName] } } } },
  targets: [new SqsQueue(queue("Delivered"))],
});

const domain = context("domain");
const identity = new EmailIdentity(stack, "Domain", {
  identity: Identity.domain(domain),
  mailFromDomain: `bounces.${domain}`,
  configurationSet,
});
const template = new CfnTemplate(stack, "Welcome", {
  template: {
    subjectPart: "Welcome, {{contact.name}}",
    textPart: `${context("greeting")} {{contact.name}}{{#each pets}}, {{name}}{{/each}}`,
    htmlPart: "{{#if pets}}<ul>{{#each pets}}<li>{{name}}</li>{{/each}}</ul>{{else}}<p>no pets</p>{{/if}}",
  },
});
const sender = new Fn(stack, "Send", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  timeout: Duration.seconds(20),
  environment: { TEMPLATE: template.ref, SENDER: `hello@${domain}`, STACK: stack.stackName },
  code: Code.fromInline(`
    const { SESv2Client, SendEmailCommand } = require("@aws-sdk/client-sesv2");
    const client = new SESv2Client();
    exports.handler = ({ to, data }) => client.send(new SendEmailCommand({
      FromEmailAddress: process.env.SENDER,
      Destination: { ToAddresses: [to] },
      Content: { Template: { TemplateName: process.env.TEMPLATE, TemplateData: JSON.stringify(data) } },
      EmailTags: [{ Name: "stack", Value: process.env.STACK }],
    }));`),
});
identity.grantSendEmail(sender);
new CfnOutput(stack, "Sender", { value: sender.functionName });
new CfnOutput(stack, "TemplateName", { value: template.ref });
new CfnOutput(stack, "ConfigurationSetName", { value: configurationSet.configurationSetName });
new CfnOutput(stack, "Dkim", { value: identity.dkimRecords[0]?.value ?? "" });
