import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";
import { clientConfig } from "../../aws/client-config.ts";
import type { Happening } from "./activity-event.ts";
import { capturedMails, mailHappening } from "./captured-mails.ts";
import { ExecutionEvents, executionLogGroup } from "./execution-events.ts";
import { followUntilAborted, NewMails } from "./follow.ts";

/** Without an event of an execution, mails are looked for once in so many turns: LocalStack always gives all of them. */
const IDLE_TURNS = 6;

export interface ActivityOptions {
  endpoint: string;
  stateMachineArn: string;
  signal: AbortSignal;
  onHappening: (happening: Happening) => void;
}

/** Tells what becomes of all reminders from now on: states, failed attempts, ends and mails. Ends with the signal. */
export async function followActivity(options: ActivityOptions): Promise<never> {
  const { endpoint, stateMachineArn, signal, onHappening } = options;
  const sfn = new SFNClient(clientConfig(endpoint));
  const logs = new CloudWatchLogsClient(clientConfig(endpoint));
  try {
    const since = new Date();
    const events = new ExecutionEvents(logs, await executionLogGroup(sfn, stateMachineArn, signal), since);
    const newMails = new NewMails(await capturedMails(endpoint, signal));
    let idle = 0;
    return await followUntilAborted(signal, async () => {
      const happenings = await events.next(signal);
      for (const happening of happenings) onHappening(happening);
      idle = happenings.length > 0 ? 0 : idle + 1;
      // the mail of the last event may be accepted just behind it: look once more in the turn that follows
      if (idle > 1 && idle % IDLE_TURNS !== 0) return;
      for (const mail of newMails.among(await capturedMails(endpoint, signal)))
        onHappening(mailHappening(mail));
    });
  } finally {
    sfn.destroy();
    logs.destroy();
  }
}
