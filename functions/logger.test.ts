import { expect, it } from "vitest";
import { loggable } from "./logger.ts";

it("keeps the name, the status and the frames of an error, and drops its message", () => {
  const error = Object.assign(new Error("illegal address rex@example.com\n    at rex@example.com"), {
    name: "InvalidParameterValue",
    $metadata: { httpStatusCode: 400, requestId: "r-1" },
  });
  const logged = loggable(error);
  expect(logged).toMatchObject({ name: "InvalidParameterValue", status: 400, awsRequestId: "r-1" });
  expect(JSON.stringify(logged)).not.toContain("rex@example.com");
  expect(logged.frames).toEqual(expect.arrayContaining([expect.stringContaining("logger.test.ts")]));
});

it("names the type of what is no error, and does not repeat it", () => {
  expect(loggable("rex@example.com")).toEqual({ name: "string" });
});
