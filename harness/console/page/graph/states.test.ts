import { describe, expect, test } from "vitest";
import { placeStates } from "./place-states.ts";
import { END, stateGraph } from "./states.ts";

const definition = JSON.stringify({
  StartAt: "Check",
  States: {
    Check: {
      Type: "Choice",
      Choices: [
        { Variable: "$.size", NumericGreaterThan: 3, Next: "Each" },
        {
          And: [{ Variable: "$.a", StringEquals: "x" }, { Not: { Variable: "$.b", IsPresent: true } }],
          Next: "Both",
        },
        { Condition: "{% $states.input.c %}", Next: "Done" },
      ],
      Default: "Wait",
    },
    Each: {
      Type: "Map",
      ItemProcessor: {
        StartAt: "One",
        States: { One: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:0:function:one", End: true } },
      },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Bad" }],
      Next: "Done",
    },
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Left", States: { Left: { Type: "Pass", End: true } } },
        {
          StartAt: "Right",
          States: { Right: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } },
        },
      ],
      End: true,
    },
    Wait: { Type: "Wait", Seconds: 5, Next: "Done" },
    Done: { Type: "Succeed" },
    Bad: { Type: "Fail" },
  },
});

describe("a definition as a graph", () => {
  const graph = stateGraph(definition);

  test("has a line for each way on", () => {
    expect(graph?.lines.map(({ from, to, label, isCatch }) => [from, to, label, isCatch])).toEqual([
      ["Check", "Each", "$.size > 3", false],
      ["Check", "Both", '$.a = "x" and not $.b IsP…', false],
      ["Check", "Done", "$states.input.c", false],
      ["Check", "Wait", "default", false],
      ["Each", "Done", undefined, false],
      ["Each", "Bad", "States.ALL", true],
      ["Both", END, undefined, false],
      ["Wait", "Done", undefined, false],
      ["Done", END, undefined, false],
      ["Bad", END, undefined, false],
    ]);
  });

  test("has the states within Map and Parallel states", () => {
    const inner = graph?.states.flatMap(({ name, inner: graphs }) =>
      graphs.map(({ states }) => [name, ...states.map((each) => `${each.name} ${each.detail}`)]),
    );
    expect(inner).toEqual([
      ["Each", "One one"],
      ["Both", "Left "],
      ["Both", "Right sqs:sendMessage"],
    ]);
  });

  test("is placed without one box over another, except inner ones within their own", () => {
    const placed = placeStates(graph ?? { start: "", states: [], lines: [] });
    const box = (name: string) => {
      const found = placed.states.find(({ state }) => state.name === name);
      if (!found) throw new Error(name);
      return found;
    };
    const overlap = (a: string, b: string) => {
      const [p, q] = [box(a), box(b)];
      return p.x < q.x + q.width && q.x < p.x + p.width && p.y < q.y + q.height && q.y < p.y + p.height;
    };
    const outer = ["Check", "Each", "Both", "Wait", "Done", "Bad"];
    for (const a of outer)
      for (const b of outer) if (a < b) expect([a, b, overlap(a, b)]).toEqual([a, b, false]);
    expect([overlap("Each", "One"), overlap("Both", "Left"), overlap("Left", "Right")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(
      placed.states.every(
        ({ x, y, width, height }) =>
          x >= 0 && y >= 0 && x + width <= placed.width && y + height <= placed.height,
      ),
    ).toBe(true);
  });
});

test("a text that is no definition is none", () => {
  expect(stateGraph("<xml>")).toBeUndefined();
});

test("a state that leads nowhere, or to an unknown state, is shown", () => {
  const graph = stateGraph('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Nowhere"}}}');
  expect(graph && placeStates(graph).states).toHaveLength(1);
});
