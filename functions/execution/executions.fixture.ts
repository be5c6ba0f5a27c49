import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, vi } from "vitest";
import { workflowInput } from "../reminder.fixture.ts";
import { executionName, type WorkflowInput } from "../reminder.ts";

export const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:PetCuddleOTron";
export const ID = "3f1c9c0e-6a55-4d0a-9a52-0d6c1f1d2b11";
export const STARTED = new Date("2030-01-01T00:00:00.000Z");
export const DUE = "2030-01-01T01:00:00.000Z";

export const arnOf = (attempt = 0) =>
  `arn:aws:states:us-east-1:000000000000:execution:PetCuddleOTron:${executionName(ID, attempt)}`;

export const inputOf = (input: Partial<WorkflowInput> = {}): WorkflowInput =>
  workflowInput({ id: ID, ...input });

export const alreadyExists = () =>
  new ExecutionAlreadyExists({ message: "", $metadata: { httpStatusCode: 400 } });

/** Step Functions with no executions but those that a test puts there. */
export function mockExecutions() {
  const sfn = mockClient(SFNClient);
  beforeEach(() => {
    vi.stubEnv("STATE_MACHINE_ARN", MACHINE);
    sfn.reset();
    sfn
      .on(DescribeExecutionCommand)
      .rejects(new ExecutionDoesNotExist({ message: "", $metadata: { httpStatusCode: 400 } }));
  });
  const described = (status: ExecutionStatus, attempt = 0, input = inputOf({ attempt }), error?: string) => ({
    executionArn: arnOf(attempt),
    stateMachineArn: MACHINE,
    status,
    startDate: STARTED,
    input: JSON.stringify(input),
    ...(error !== undefined && { error }),
  });
  return {
    sfn,
    described,
    /** Puts an execution there, or replaces it. */
    has: (...[status, attempt, input, error]: Parameters<typeof described>) =>
      sfn
        .on(DescribeExecutionCommand, { executionArn: arnOf(attempt) })
        .resolves(described(status, attempt, input, error)),
  };
}
