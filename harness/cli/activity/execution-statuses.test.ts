import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { ExecutionStatuses } from "./execution-statuses.ts";

const sfn = mockClient(SFNClient);
const { signal } = new AbortController();
const at = (second: number) => new Date(Date.UTC(2026, 1, 3, 4, 5, second));
const execution = (name: string, second: number, ended = {}) => ({
  name,
  status: "RUNNING" as const,
  startDate: at(second),
  stateMachineArn: "arn",
  executionArn: `arn:${name}`,
  ...ended,
});

test("each start and end is reported once, those of before not at all", async () => {
  sfn.on(ListExecutionsCommand).resolvesOnce({ executions: [execution("new", 5), execution("old", 1)] });
  const statuses = new ExecutionStatuses(new SFNClient({}), "arn", at(3));
  expect(await statuses.next(signal)).toEqual([
    { kind: "execution", time: at(5), id: "new", text: "RUNNING", tone: "plain" },
  ]);
  const ended = { status: "FAILED", stopDate: at(9) };
  sfn.on(ListExecutionsCommand).resolves({ executions: [execution("new", 5, ended)] });
  expect(await statuses.next(signal)).toEqual([
    { kind: "execution", time: at(9), id: "new", text: "FAILED", tone: "bad" },
  ]);
  expect(await statuses.next(signal)).toEqual([]);
});
