import { describe, expect, it } from "vitest";
import { LONGEST_SEND_SECONDS, SES_ANSWER_SECONDS } from "../../functions/limits.ts";
import {
  COMPLETION_UNCERTAIN_ERRORS,
  FAILURE_STATES,
  RETRIED_ERRORS,
  THROTTLED_ERROR,
  WORKFLOW_STATES,
} from "../../functions/reminder.ts";
import { type Json, propertiesOf, readable, synthesise, type Template } from "../template.fixture.ts";

const machineOf = (template: Template) => propertiesOf(template, "AWS::StepFunctions::StateMachine")[0];
const definitionOf = (template: Template) => JSON.parse(readable(machineOf(template).DefinitionString));

const template = synthesise();
const machine = machineOf(template);
const definition = definitionOf(template);
const slow = definitionOf(synthesise({ sesRate: "1" }));
const tasks: [string, Json][] = Object.entries<Json>(definition.States).filter(
  ([, { Type }]) => Type === "Task",
);

it("is what was reviewed", async () => {
  await expect(`${JSON.stringify(definition, null, 2)}\n`).toMatchFileSnapshot("workflow.asl");
});

it("has the states of the contract, in their order, and no others", () => {
  const order = [definition.StartAt];
  for (let next = definition.States[definition.StartAt].Next; next; next = definition.States[next].Next) {
    order.push(next);
  }
  expect(order).toEqual(WORKFLOW_STATES);
  expect(Object.keys(definition.States).sort()).toEqual([...WORKFLOW_STATES, ...FAILURE_STATES].sort());
});

it("is a Standard workflow, which lives for a year, in JSONPath", () => {
  expect(machine.StateMachineType ?? "STANDARD").toBe("STANDARD");
  expect(definition.QueryLanguage ?? "JSONPath").toBe("JSONPath");
});

it("logs everything but what people typed", () => {
  expect(machine.LoggingConfiguration).toMatchObject({ Level: "ALL", IncludeExecutionData: false });
});

describe.each(tasks)("%s", (name, task) => {
  it("tries again what may pass: soon at first, then later, never all at once", () => {
    expect(task.Retry).not.toHaveLength(0);
    for (const retrier of task.Retry) {
      expect(retrier).toMatchObject({ BackoffRate: 2, JitterStrategy: "FULL" });
      expect(retrier.IntervalSeconds).toBeLessThanOrEqual(2);
      expect(retrier.MaxDelaySeconds).toBeLessThanOrEqual(30);
      expect(retrier.MaxAttempts).toBeGreaterThan(3);
    }
  });

  it("ends its waits", () => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
  });

  it("hands every lasting error to RecordFailure, which ends as Failed", () => {
    const caught = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "RecordFailure" }];
    expect(task.Catch).toEqual(name === "RecordFailure" ? undefined : caught);
    expect(definition.States.RecordFailure.Next).toBe("Failed");
  });
});

it("tries again what SendReminder says may pass, and at SES's pace what SES throttles", () => {
  const [paced, soon] = definition.States.SendReminder.Retry;
  expect(soon.ErrorEquals).toEqual(expect.arrayContaining([...RETRIED_ERRORS]));
  expect(paced.ErrorEquals).toContain(THROTTLED_ERROR);
  expect(paced).toMatchObject({ IntervalSeconds: 2, MaxDelaySeconds: 18, MaxAttempts: 300 });
});

it("repeats no completion mail that SES may have taken", () => {
  const retried = definition.States.NotifyCompletion.Retry.flatMap(({ ErrorEquals }: Json) => ErrorEquals);
  expect(retried).toEqual(["Ses.SesException"]);
  for (const error of COMPLETION_UNCERTAIN_ERRORS) expect(retried).not.toContain(error);
});

it("gives each function the time that its calls may take, and the task more than the function", () => {
  const timeouts = Object.fromEntries(
    propertiesOf(template, "AWS::Lambda::Function").map(({ FunctionName, Timeout }) => [
      FunctionName.replace("PetCuddleOTron-", ""),
      Timeout,
    ]),
  );
  expect(timeouts.Send).toBeGreaterThan(SES_ANSWER_SECONDS);
  expect(timeouts.Send).toBeGreaterThan(LONGEST_SEND_SECONDS);
  const { ComposeReminder, SendReminder, RecordFailure } = definition.States;
  expect(timeouts.Compose).toBeLessThan(ComposeReminder.TimeoutSeconds);
  expect(timeouts.Send).toBeLessThan(SendReminder.TimeoutSeconds);
  expect(timeouts.RecordFailure).toBeLessThan(RecordFailure.TimeoutSeconds);
  // API Gateway waits 29 s
  for (const name of ["Request", "Get", "Cancel", "Refuse"]) expect(timeouts[name]).toBeLessThan(29);
});

it("paces SES by the given rate", () => {
  const { SendReminder, NotifyCompletion } = slow.States;
  expect([SendReminder.Retry[0].MaxDelaySeconds, NotifyCompletion.Retry[0].MaxDelaySeconds]).toEqual([
    250, 250,
  ]);
});
