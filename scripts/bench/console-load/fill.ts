import { SESClient, SendEmailCommand, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { clientConfig, poll } from "localstack-harness";

/** How much the console has to show. */
export interface Filling {
  mails: number;
  executions: number;
  /** Of one more execution, whose history has four events for each, and six more. */
  items: number;
}

/** What {@link fillConsole} made; `await using` removes its state machine. */
export interface Filled extends AsyncDisposable {
  /** All mails are to it. */
  email: string;
  stateMachineArn: string;
  /** The execution with the long history. */
  longArn: string;
}

const AT_ONCE = 8;
const FROM = "load@example.com";

/** Sends mails and runs executions, several at once. */
export async function fillConsole(
  endpoint: string,
  { mails, executions, items }: Filling,
  signal?: AbortSignal,
): Promise<Filled> {
  const [ses, sfn] = [new SESClient(clientConfig(endpoint)), new SFNClient(clientConfig(endpoint))];
  const email = `load-${crypto.randomUUID()}@example.com`;
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: FROM }));
  await times(mails, signal, (index) =>
    ses.send(
      new SendEmailCommand({
        Source: FROM,
        Destination: { ToAddresses: [email] },
        Message: { Subject: { Data: `mail ${index}` }, Body: { Text: { Data: `the ${index}th` } } },
      }),
    ),
  );
  const Pass = { StartAt: "One", States: { One: { Type: "Pass", End: true } } };
  const Each = { Type: "Map", ItemsPath: "$.items", ItemProcessor: Pass, End: true };
  const { stateMachineArn = "" } = await sfn.send(
    new CreateStateMachineCommand({
      name: `load-${crypto.randomUUID()}`,
      roleArn: "arn:aws:iam::000000000000:role/load",
      definition: JSON.stringify({ StartAt: "Each", States: { Each } }),
    }),
  );
  const start = async (length: number) => {
    const input = JSON.stringify({ items: Array.from({ length }, (_, index) => index) });
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn;
  };
  await times(executions, signal, () => start(0));
  const longArn = await start(items);
  await poll({ awaiting: `the end of ${longArn}`, within: 300_000, signal }, async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: longArn }));
    return status === "SUCCEEDED" ? { done: true } : { seen: status ?? "nothing" };
  });
  return {
    email,
    stateMachineArn,
    longArn,
    async [Symbol.asyncDispose]() {
      await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
      sfn.destroy();
      ses.destroy();
    },
  };
}

/** Events of the execution with the long history. */
export const eventsOf = ({ items }: Filling): number => 4 * items + 6;

async function times(
  count: number,
  signal: AbortSignal | undefined,
  act: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) {
      signal?.throwIfAborted();
      await act(next++);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
