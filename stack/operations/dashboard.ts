import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Api } from "../api.ts";
import type { Functions } from "../functions.ts";
import type { Workflow } from "../workflow/workflow.ts";
import type { Alarms } from "./alarms.ts";

interface DashboardProps {
  alarms: Alarms;
  api: Api;
  functions: Functions;
  workflow: Workflow;
}

const period = Duration.minutes(5);

/** What matters first: whether anything is wrong, then reminders on their way, from the request to the mail. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms, api, functions, workflow }: DashboardProps) {
    super(scope, id);
    const { machine } = workflow;
    const stage = api.api.deploymentStage;
    const send = functions.get("send");
    const dashboard = new CloudWatchDashboard(this, "Dashboard", {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.hours(24),
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: "Is anything wrong?", alarms: alarms.all, width: 16, height: 3 }),
      new TextWidget({
        markdown: "A reminder did not arrive? **docs/runbook.md** in the repository, with its id.",
        width: 8,
        height: 3,
      }),
    );
    dashboard.addWidgets(
      graph("Reminders", [
        machine.metricStarted({ period, label: "asked for" }),
        machine.metricSucceeded({ period, label: "sent" }),
        machine.metricFailed({ period, label: "failed" }),
        machine.metricAborted({ period, label: "cancelled" }),
      ]),
      graph("Mails of the account", [
        ses("Send", "taken by SES"),
        ses("Delivery", "delivered"),
        ses("Bounce", "bounced"),
        ses("Complaint", "reported as spam"),
      ]),
      graph("Sends that were refused, and tried again", [
        send.metricErrors({ period, label: "SendReminder" }),
        machine.metricThrottled({ period, label: "executions throttled" }),
      ]),
    );
    dashboard.addWidgets(
      graph("API", [
        stage.metricCount({ period, label: "requests" }),
        stage.metricClientError({ period, label: "4xx" }),
        stage.metricServerError({ period, label: "5xx" }),
      ]),
      graph("How long the API takes", [
        stage.metricLatency({ period, statistic: "p50", label: "p50" }),
        stage.metricLatency({ period, statistic: "p99", label: "p99" }),
      ]),
      graph(
        "Functions that were not let run",
        functions.all.map((each) => each.metricThrottles({ period })),
      ),
    );
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 } });

const ses = (metricName: string, label: string): Metric =>
  new Metric({ namespace: "AWS/SES", metricName, statistic: "Sum", period, label });
