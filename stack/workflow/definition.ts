import {
  Errors,
  Fail,
  type IChainable,
  JitterType,
  JsonPath,
  type RetryProps,
  TaskInput,
  type TaskStateBase,
  Timeout,
  Wait,
  WaitTime,
} from "aws-cdk-lib/aws-stepfunctions";
import { CallAwsService, LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Duration, type IResolvable } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { RETRIED_ERRORS, THROTTLED_ERROR } from "../../functions/reminder.ts";
import type { Functions, Job } from "../functions.ts";
import type { Mail } from "../mail.ts";
import { pace } from "./pacing.ts";

/** More at once than Lambda lets run. */
const LAMBDA_THROTTLED = "Lambda.TooManyRequestsException";
/**
 * Errors of the Lambda service, and of functions that were cut off (AWS Step Functions, "Handle Lambda service
 * exceptions"). A time-out comes as `Sandbox.Timedout` and a crash as `Runtime.ExitError` where the error is passed
 * on, and as `Lambda.Unknown` where it is not. The function may have done its work all the same: each that is called
 * again after one of these finds that out by itself.
 */
const LAMBDA_ERRORS = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.Unknown",
  "Sandbox.Timedout",
  "Runtime.ExitError",
  Errors.TIMEOUT,
];

/**
 * SES models neither throttling nor being unavailable: such errors come under the service's own name, with some that
 * last. Those that it models, like `Ses.MessageRejectedException`, are not worth another try. Errors without an answer of
 * SES (`COMPLETION_UNCERTAIN_ERRORS`) are not retried: it may have taken the mail.
 */
const SES_REFUSED = "Ses.SesException";

/** At most 61 s, and half of that on average: full jitter spreads out what failed together. */
const backOff = (...errors: string[]): RetryProps => ({
  errors,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
});

interface DefinitionProps {
  functions: Functions;
  mail: Mail;
  /** Mails that SES takes a second. */
  sesRate: number;
}

/**
 * `ComposeReminder` → `Timer` → `SendReminder` → `NotifyCompletion`; from each task that fails for good to
 * `RecordFailure` → `Failed`. The state carries the input (`WorkflowInput`), then also `mails` (both, composed), and
 * after an error `failure`.
 */
export function definition(scope: Construct, { functions, mail, sesRate }: DefinitionProps): IChainable {
  const recordFailure = recordingFailure(scope, functions);
  const caught = (task: TaskStateBase, throttled: string[], transient: string[] = []) => {
    task.addRetry({ errors: throttled, ...pace(sesRate) });
    if (transient.length > 0) task.addRetry(backOff(...transient));
    return task.addCatch(recordFailure, { errors: [Errors.ALL], resultPath: "$.failure" });
  };

  const composeReminder = invoke(scope, "ComposeReminder", functions, "compose", {
    payload: TaskInput.fromJsonPathAt("$"),
    resultSelector: {
      reminder: JsonPath.objectAt("$.Payload.reminder"),
      completion: JsonPath.objectAt("$.Payload.completion"),
    },
    resultPath: "$.mails",
  });
  const timer = new Wait(scope, "Timer", { time: WaitTime.secondsPath("$.waitSeconds") });
  const sendReminder = invoke(scope, "SendReminder", functions, "send", {
    payload: TaskInput.fromObject({
      id: JsonPath.stringAt("$.id"),
      attempt: JsonPath.numberAt("$.attempt"),
      email: JsonPath.stringAt("$.email"),
      mail: JsonPath.objectAt("$.mails.reminder"),
    }),
    resultPath: JsonPath.DISCARD,
  });
  return caught(composeReminder, [LAMBDA_THROTTLED], LAMBDA_ERRORS)
    .next(timer)
    .next(caught(sendReminder, [THROTTLED_ERROR, LAMBDA_THROTTLED], [...LAMBDA_ERRORS, ...RETRIED_ERRORS]))
    .next(caught(notifyingCompletion(scope, mail), [SES_REFUSED]));
}

/** The second mail, by SES itself. Its answer is the output of the execution: no personal data. */
function notifyingCompletion(scope: Construct, { sender, configurationSet }: Mail): CallAwsService {
  const content = (path: string) => ({ Data: JsonPath.stringAt(path), Charset: "UTF-8" });
  return new CallAwsService(scope, "NotifyCompletion", {
    service: "ses",
    action: "sendEmail",
    iamResources: ["*"], // without effect: workflow.ts grants
    parameters: {
      Source: sender,
      Destination: { ToAddresses: JsonPath.array(JsonPath.stringAt("$.email")) },
      Message: {
        Subject: content("$.mails.completion.subject"),
        Body: { Text: content("$.mails.completion.text"), Html: content("$.mails.completion.html") },
      },
      ...(configurationSet && { ConfigurationSetName: configurationSet }),
    },
    taskTimeout: Timeout.duration(Duration.seconds(60)),
  });
}

/** Nothing is lost as long as this works, so it is tried again after any error, for some minutes. */
function recordingFailure(scope: Construct, functions: Functions): IChainable & TaskStateBase {
  const recordFailure = invoke(scope, "RecordFailure", functions, "record-failure", {
    payload: TaskInput.fromObject({
      input: JsonPath.objectAt("$$.Execution.Input"),
      failure: JsonPath.objectAt("$.failure"),
    }),
    resultSelector: {
      error: JsonPath.stringAt("$.Payload.error"),
      cause: JsonPath.stringAt("$.Payload.cause"),
    },
  });
  recordFailure.addRetry({ ...backOff(Errors.ALL), maxAttempts: 20 });
  recordFailure.next(new Fail(scope, "Failed", { errorPath: "$.error", causePath: "$.cause" }));
  return recordFailure;
}

interface InvokeProps {
  payload: TaskInput;
  resultSelector?: Record<string, string | IResolvable>;
  resultPath?: string;
}

/** The time-out is above that of every function: it ends a task whose end Lambda never reports. */
function invoke(
  scope: Construct,
  id: string,
  functions: Functions,
  job: Job,
  props: InvokeProps,
): LambdaInvoke {
  return new LambdaInvoke(scope, id, {
    lambdaFunction: functions.get(job),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(90)),
    ...props,
  });
}
