import { MathExpression, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Api } from "./api.ts";
import type { Functions } from "./functions.ts";
import type { Workflow } from "./workflow.ts";

interface AlarmsProps {
  api: Api;
  functions: Functions;
  workflow: Workflow;
}

const period = Duration.minutes(5);

/** What somebody should look at; one occurrence within five minutes is enough. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { api, functions, workflow }: AlarmsProps) {
    super(scope, id);
    const { machine } = workflow;
    this.#alarm("RemindersFailed", machine.metricFailed({ period }), "a reminder could not be sent");
    this.#alarm("WorkflowThrottled", machine.metricThrottled({ period }), "executions wait for quota");
    this.#alarm("ApiErrors", api.api.deploymentStage.metricServerError({ period }), "the API answered 5xx");
    this.#alarm("FunctionErrors", sum(functions, "metricErrors"), "a function threw, crashed or timed out");
    this.#alarm("FunctionsThrottled", sum(functions, "metricThrottles"), "a function was not let run");
  }

  #alarm(id: string, metric: Metric | MathExpression, alarmDescription: string): void {
    metric.createAlarm(this, id, {
      alarmDescription,
      threshold: 1,
      evaluationPeriods: 1,
      // no data is no trouble: nothing ran
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** One figure over all functions. */
function sum({ all }: Functions, metric: "metricErrors" | "metricThrottles"): MathExpression {
  const usingMetrics = Object.fromEntries(
    all.map((each: LambdaFunction, index) => [`m${index}`, each[metric]({ period })]),
  );
  return new MathExpression({
    expression: Object.keys(usingMetrics).join(" + "),
    usingMetrics,
    period,
    label: metric,
  });
}
