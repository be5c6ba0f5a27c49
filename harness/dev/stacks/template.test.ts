import { expect, test } from "vitest";
import { differences, type Template } from "./template.ts";

const template = (): Template => ({
  Resources: {
    Send: {
      Type: "AWS::Lambda::Function",
      Properties: { Code: "hash", Environment: { Variables: { A: "1" } } },
    },
    Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionString: "{}" } },
    Queue: { Type: "AWS::SQS::Queue" },
  },
  Outputs: { Url: { Value: "a" } },
});

const changed = (change: (resources: Template["Resources"]) => void): Template => {
  const after = template();
  change(after.Resources);
  return after;
};

test.each<[string, Template, string[]]>([
  ["equal", template(), []],
  [
    "a definition",
    changed(({ Machine }) => Object.assign(Machine ?? {}, { Properties: { DefinitionString: "{ }" } })),
    ["definition of Machine"],
  ],
  [
    "variables and code",
    changed(({ Send }) => Object.assign(Send?.Properties ?? {}, { Code: "other", Environment: {} })),
    ["code and environment of Send"],
  ],
  [
    "resources",
    changed((resources) => {
      delete resources.Queue;
      resources.Topic = { Type: "AWS::SNS::Topic" };
    }),
    ["Queue removed", "new Topic"],
  ],
  ["outputs", { ...template(), Outputs: {} }, ["outputs"]],
  ["a dependency", changed(({ Queue }) => Object.assign(Queue ?? {}, { DependsOn: "Send" })), ["Queue"]],
])("%s", (_, after, expected) => expect(differences(template(), after)).toEqual(expected));
