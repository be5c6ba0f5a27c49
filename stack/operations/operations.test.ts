import { describe, expect, it } from "vitest";
import {
  type Json,
  LOCALSTACK,
  propertiesOf,
  readable,
  resourcesOf,
  synthesise,
} from "../template.fixture.ts";

const plain = synthesise();
const withAlarmsTo = synthesise({ alarmsTo: "ops@example.com" });
const withMailEvents = synthesise({ mailEvents: "true" });

const alarmsOf = (template: Json) =>
  Object.fromEntries(
    resourcesOf(template, "AWS::CloudWatch::Alarm").map(([id, { Properties }]) => [
      id.replace(/^Alarms|[0-9A-F]{8}$/g, ""),
      Properties,
    ]),
  );

describe("an alarm", () => {
  const alarms = alarmsOf(plain);

  const STATE_MACHINE = [{ Name: "StateMachineArn", Value: "<WorkflowMachine>" }];
  const functionNamed = (name: string) => [{ Name: "FunctionName", Value: `<Functions${name}>` }];
  const STAGE = [
    { Name: "ApiName", Value: "PetCuddleOTron" },
    { Name: "Stage", Value: "<ApiRestDeploymentStageprod>" },
  ];
  /** Seconds. */
  const FIVE_MINUTES = 300;
  const HOUR = 3_600;

  it.each([
    ["RemindersFailed", "States", "ExecutionsFailed", STATE_MACHINE, "Sum", FIVE_MINUTES, 1, 1],
    ["FailuresNotRecorded", "Lambda", "Errors", functionNamed("RecordFailure"), "Sum", FIVE_MINUTES, 1, 1],
    ["SendsDelayed", "Lambda", "Errors", functionNamed("Send"), "Sum", FIVE_MINUTES, 1, 3],
    ["WorkflowThrottled", "States", "ExecutionThrottled", STATE_MACHINE, "Sum", FIVE_MINUTES, 1, 1],
    ["ApiErrors", "ApiGateway", "5XXError", STAGE, "Sum", FIVE_MINUTES, 1, 1],
    ["Bounces", "SES", "Reputation.BounceRate", undefined, "Maximum", HOUR, 0.05, 1],
    ["Complaints", "SES", "Reputation.ComplaintRate", undefined, "Maximum", HOUR, 0.001, 1],
  ])("%s goes off for %s %s of %j, %s in %i s, from %d on, %i times in a row", (...expected) => {
    const [id, service, MetricName, Dimensions, Statistic, Period, Threshold, EvaluationPeriods] = expected;
    const { AlarmDescription, ...alarm } = alarms[id];
    expect(readable(alarm)).toEqual({
      Namespace: `AWS/${service}`,
      MetricName,
      ...(Dimensions && { Dimensions }),
      Statistic,
      Period,
      Threshold,
      EvaluationPeriods,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    });
    expect(AlarmDescription).toMatch(/^\w.{20,}/);
  });

  it("is one of these", () => expect(Object.keys(alarms)).toHaveLength(7));

  it("notifies the given address, or none", () => {
    expect(Object.values(alarms).map(({ AlarmActions }) => AlarmActions)).toEqual(Array(7).fill(undefined));
    expect(propertiesOf(plain, "AWS::SNS::Topic")).toEqual([]);
    const [subscription] = propertiesOf(withAlarmsTo, "AWS::SNS::Subscription");
    expect(subscription).toMatchObject({ Protocol: "email", Endpoint: "ops@example.com" });
    for (const { AlarmActions } of Object.values<Json>(alarmsOf(withAlarmsTo))) {
      expect(AlarmActions).toEqual([subscription.TopicArn]);
    }
  });
});

describe("the dashboard", () => {
  const [dashboard] = propertiesOf(plain, "AWS::CloudWatch::Dashboard");
  const { widgets } = JSON.parse(readable(dashboard.DashboardBody));

  it("begins with whether anything is wrong, and where the runbook is", () => {
    expect(widgets[0]).toMatchObject({ type: "alarm", y: 0 });
    expect(widgets[0].properties.alarms).toHaveLength(7);
    expect(widgets[1].properties.markdown).toContain("docs/runbook.md");
  });

  it("shows reminders, mails, the API and throttles", () => {
    const shown = JSON.stringify(widgets);
    for (const metric of [
      "ExecutionsStarted",
      "ExecutionsFailed",
      "Delivery",
      "Bounce",
      "5XXError",
      "Latency",
      "Throttles",
    ])
      expect(shown).toContain(`"${metric}"`);
  });

  it("is on AWS only", () => {
    expect(propertiesOf(synthesise(LOCALSTACK), "AWS::CloudWatch::Dashboard")).toEqual([]);
  });
});

describe("the events of mails", () => {
  const completion = (template: Json) => {
    const [machine] = propertiesOf(template, "AWS::StepFunctions::StateMachine");
    return JSON.parse(readable(machine.DefinitionString)).States.NotifyCompletion.Parameters;
  };
  const send = (template: Json) =>
    propertiesOf(template, "AWS::Lambda::Function").find(({ Description }) => /send/.test(Description))
      .Environment.Variables;

  it("are not reported where they are not asked for", () => {
    for (const type of ["AWS::SES::ConfigurationSet", "AWS::SQS::Queue", "AWS::SNS::Topic"])
      expect(propertiesOf(plain, type)).toEqual([]);
    expect(plain.Outputs).not.toHaveProperty("MailEventsQueueUrl");
    expect(completion(plain)).not.toHaveProperty("ConfigurationSetName");
    expect(send(plain)).not.toHaveProperty("CONFIGURATION_SET");
  });

  it("are reported by SES to a topic, and from there to a queue that forgets within the hour", () => {
    const [destination] = propertiesOf(withMailEvents, "AWS::SES::ConfigurationSetEventDestination");
    const [subscription] = propertiesOf(withMailEvents, "AWS::SNS::Subscription");
    const [queue] = propertiesOf(withMailEvents, "AWS::SQS::Queue");
    expect(destination.EventDestination).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ["send", "delivery", "bounce", "complaint", "reject"],
      SnsDestination: { TopicARN: subscription.TopicArn },
    });
    expect(subscription).toMatchObject({ Protocol: "sqs", RawMessageDelivery: true });
    expect(queue).toMatchObject({ MessageRetentionPeriod: 3_600, SqsManagedSseEnabled: true });
    expect(readable(withMailEvents.Outputs.MailEventsQueueUrl)).toEqual({ Value: "<MailEventsQueue>" });
  });

  it("are reported of both mails, which are sent with a right to the configuration set", () => {
    const name = "<MailEventsConfigurationSet>";
    expect(completion(withMailEvents).ConfigurationSetName).toBe(name);
    expect(readable(send(withMailEvents)).CONFIGURATION_SET).toBe(name);
    const policies = JSON.stringify(readable(propertiesOf(withMailEvents, "AWS::IAM::Policy")));
    expect(policies.match(/configuration-set\/<MailEventsConfigurationSet>/g)).toHaveLength(2);
  });
});
