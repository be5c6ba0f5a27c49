import { type Alarm, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Api } from "../api.ts";
import type { Functions } from "../functions.ts";
import type { Workflow } from "../workflow/workflow.ts";

interface AlarmsProps {
  api: Api;
  functions: Functions;
  workflow: Workflow;
  /** The address that gets a mail for each alarm; undefined: alarms only show in the console. */
  alarmsTo?: string | undefined;
}

const period = Duration.minutes(5);

/**
 * Shares of all mails at which SES reviews an account; at twice and five times as much it pauses it.
 * @see https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-messages.html
 */
const BOUNCES_REVIEWED = 0.05;
const COMPLAINTS_REVIEWED = 0.001;

/** Conditions that need an operator; docs/runbook.md says what to do. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string, { api, functions, workflow, alarmsTo }: AlarmsProps) {
    super(scope, id);
    const { machine } = workflow;
    this.#alarm(
      "RemindersFailed",
      machine.metricFailed({ period }),
      "a reminder could not be sent: redrive it",
    );
    this.#alarm(
      "FailuresNotRecorded",
      functions.get("record-failure").metricErrors({ period }),
      "the record of a failed reminder could not be written: it may be in its execution only",
    );
    this.#alarm(
      "SendsDelayed",
      functions.get("send").metricErrors({ period }),
      "for a quarter of an hour SES or S3 has refused mails: more are due than SES takes, or it is not well",
      // a burst is paced for some minutes, which is no trouble
      { evaluationPeriods: 3 },
    );
    this.#alarm(
      "WorkflowThrottled",
      machine.metricThrottled({ period }),
      "executions wait, because the account makes more state transitions than its quota",
    );
    this.#alarm(
      "ApiErrors",
      api.api.deploymentStage.metricServerError({ period }),
      "the API answered 5xx: the functions' logs have the reason",
    );
    this.#alarm(
      "Bounces",
      reputation("Reputation.BounceRate"),
      "so many mails of the account bounce that SES reviews it: it may stop all sending",
      { threshold: BOUNCES_REVIEWED },
    );
    this.#alarm(
      "Complaints",
      reputation("Reputation.ComplaintRate"),
      "so many mails of the account are reported as spam that SES reviews it: it may stop all sending",
      { threshold: COMPLAINTS_REVIEWED },
    );
    if (alarmsTo !== undefined) this.#notify(alarmsTo);
  }

  #alarm(
    id: string,
    metric: Metric,
    alarmDescription: string,
    { threshold = 1, evaluationPeriods = 1 } = {},
  ): void {
    const alarm = metric.createAlarm(this, id, {
      alarmDescription,
      threshold,
      evaluationPeriods,
      // no data is no trouble: nothing ran
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.all.push(alarm);
  }

  #notify(address: string): void {
    const topic = new Topic(this, "Topic", { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    for (const alarm of this.all) alarm.addAlarmAction(new SnsAction(topic));
  }
}

/** A share of the account's mails, from 0 to 1, which SES reports from time to time. */
const reputation = (metricName: string): Metric =>
  new Metric({ namespace: "AWS/SES", metricName, statistic: "Maximum", period: Duration.hours(1) });
