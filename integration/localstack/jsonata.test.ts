/** Promise: state machines in JSONata compute what AWS documents, without Java. */
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayStateMachine } from "./throwaway-state-machine.ts";

const machine = (endpoint: string, states: object, startAt = "First") =>
  ThrowawayStateMachine.create(endpoint, { QueryLanguage: "JSONata", StartAt: startAt, States: states });

const pass = (output: unknown) => ({ First: { Type: "Pass", Output: output, End: true } });

describe.concurrent("JSONata", () => {
  test("input and context are in $states", async ({ endpoint }) => {
    await using greeting = await machine(
      endpoint,
      pass({
        text: "{% 'Hello ' & $states.input.name %}",
        state: "{% $states.context.State.Name %}",
        count: "{% $count($states.input.pets[age > 1]) %}",
      }),
    );
    const pets = [{ age: 1 }, { age: 2 }, { age: 3 }];
    expect(await greeting.run({ name: "Rex", pets })).toMatchObject({
      status: "SUCCEEDED",
      output: { text: "Hello Rex", state: "First", count: 2 },
    });
  });

  test("variables keep every text as it is", async ({ endpoint }) => {
    await using copy = await machine(endpoint, {
      First: {
        Type: "Pass",
        Assign: { text: "{% $states.input.text %}", list: "{% [$states.input.text] %}" },
        Next: "Then",
      },
      Then: { Type: "Pass", Output: { text: "{% $text %}", list: "{% $list %}" }, End: true },
    });
    const text = 'a "quoted" \\ back\nslash $x {% y %} é \u2028';
    expect((await copy.run({ text })).output).toEqual({ text, list: [text] });
  });

  test("the functions of Step Functions", async ({ endpoint }) => {
    await using functions = await machine(
      endpoint,
      pass({
        partition: "{% $partition([1,2,3], 2) %}",
        range: "{% $range(0, 6, 3) %}",
        hash: "{% $hash('Rex', 'SHA-256') %}",
        same: "{% $random(7) = $random(7) %}",
        uuid: "{% $uuid() %}",
        parsed: "{% $parse('{\"a\":1}').a %}",
      }),
    );
    expect((await functions.run()).output).toEqual({
      partition: [[1, 2], [3]],
      range: [0, 3, 6],
      hash: "80f1e148f14f3b82aaec65244d7685c1096a8174d748fdc497ecd28ad41ee0b0",
      same: true,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      parsed: 1,
    });
  });

  test("a Choice, a Map and a Wait are controlled by expressions", async ({ endpoint }) => {
    await using flow = await machine(endpoint, {
      First: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input.items[0] > 1 %}", Next: "Each" }],
        Default: "Nothing",
      },
      Nothing: { Type: "Fail", Error: "Nothing" },
      Each: {
        Type: "Map",
        Items: "{% $states.input.items %}",
        ItemProcessor: {
          StartAt: "Double",
          States: { Double: { Type: "Pass", Output: "{% $states.input * 2 %}", End: true } },
        },
        Output: "{% $sum($states.result) %}",
        Next: "Pause",
      },
      Pause: { Type: "Wait", Seconds: "{% 0 %}", End: true },
    });
    expect(await flow.run({ items: [2, 3] })).toMatchObject({ status: "SUCCEEDED", output: 10 });
    expect(await flow.run({ items: [1] })).toMatchObject({ status: "FAILED", error: "Nothing" });
  });

  test.for([
    ["an error of the expression", "{% $uppercase(1) %}", /\$uppercase\(1\)/],
    ["a missing value", "{% $states.input.nowhere %}", /returned nothing/],
    ["a function as a value", "{% function($x) { $x } %}", /unsupported result type/],
  ] as const)("%s is States.QueryEvaluationError", async ([, output, cause], { endpoint }) => {
    await using wrong = await machine(endpoint, pass(output));
    expect(await wrong.run()).toMatchObject({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: expect.stringMatching(cause),
    });
  });
});
