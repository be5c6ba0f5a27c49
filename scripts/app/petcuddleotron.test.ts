import { expect, test } from "vitest";
import { appFrom } from "./petcuddleotron.ts";

const outputs = {
  ApiUrl: "http://localhost:4566/_aws/execute-api/petcuddleotron/prod",
  SiteUrl: "http://site.s3-website.localhost:4566",
  SiteBucketName: "site",
  StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:Workflow",
  StorageBucketName: "storage",
  Sender: "cuddles@petcuddleotron.example",
};

test("the app is in the outputs of its stack", () => {
  expect(appFrom(outputs)).toMatchObject({ siteBucket: "site", sender: "cuddles@petcuddleotron.example" });
});

test.each(Object.keys(outputs))("a stack without %s is to be deployed again", (name) => {
  expect(() => appFrom({ ...outputs, [name]: "" })).toThrow(`no output ${name}: deploy it again`);
});
