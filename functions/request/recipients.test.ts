import { expect, it } from "vitest";
import { recipientErrors } from "./recipients.ts";

it.each([
  ["rex@example.com", undefined],
  ["rex@example.com", ""],
  ["rex@example.com", " , "],
  ["rex@Example.COM", "example.org, example.com"],
])("lets %s through where %j is allowed", (email, allowed) =>
  expect(recipientErrors(email, allowed)).toEqual([]),
);

it.each([
  ["rex@example.net", "example.org,example.com"],
  ["rex@sub.example.com", "example.com"],
  ["rex@notexample.com", "example.com"],
])("refuses %s where only %s is allowed, and names the field", (email, allowed) => {
  expect(recipientErrors(email, allowed)).toEqual([{ field: "email", detail: expect.any(String) }]);
});
