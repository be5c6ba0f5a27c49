import { expect, test } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const NAMES = ["ses", "sesv2", "stepfunctions", "SendEmail", "PetCuddleOTron-Send"];

test.each([
  ["sess", "ses"],
  ["stepfunction", "stepfunctions"],
  ["stpefunctions", "stepfunctions"],
  ["sendemail", "SendEmail"],
  ["PetCuddleOTron-send", "PetCuddleOTron-Send"],
])("%s is close to %s", (wrong, right) => {
  expect(didYouMean(wrong, NAMES)).toBe(`: did you mean "${right}"?`);
});

test.each(["kinesis", "", "a text that is nothing like a name"])("%j is close to none", (wrong) => {
  expect(didYouMean(wrong, NAMES)).toBe("");
});
