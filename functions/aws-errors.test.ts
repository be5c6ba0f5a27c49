import { describe, expect, it } from "vitest";
import { isAnswered, isThrottled, isTransient, isUnreached } from "./aws-errors.ts";

const awsError = (name: string, httpStatusCode: number, $fault = "client") =>
  Object.assign(new Error(name), { name, $fault, $metadata: { httpStatusCode } });

describe("isTransient", () => {
  it.each([
    awsError("Throttling", 400),
    awsError("ThrottlingException", 400),
    awsError("TooManyRequestsException", 429),
    awsError("InternalFailure", 500, "server"),
    awsError("ServiceUnavailable", 503, "server"),
    awsError("AnythingElse", 429),
    Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
    Object.assign(new Error("slow"), { name: "TimeoutError" }),
  ])("holds for $name", (error) => expect(isTransient(error)).toBe(true));

  it.each([
    awsError("MessageRejected", 400),
    awsError("AccessDenied", 403),
    new TypeError("a mistake of ours"),
    Object.assign(new TypeError("another"), { code: "ERR_INVALID_ARG_TYPE" }),
    "no error",
  ])("does not hold for %s", (error) => expect(isTransient(error)).toBe(false));
});

describe("isThrottled", () => {
  it.each([awsError("Throttling", 400), awsError("AnythingElse", 429)])("holds for $name", (error) =>
    expect(isThrottled(error)).toBe(true),
  );

  it.each([awsError("ServiceUnavailable", 503), awsError("MessageRejected", 400), "Throttling"])(
    "does not hold for %s",
    (error) => expect(isThrottled(error)).toBe(false),
  );
});

describe("isAnswered", () => {
  it.each([awsError("MessageRejected", 400), awsError("InternalFailure", 500)])("holds for $name", (error) =>
    expect(isAnswered(error)).toBe(true),
  );

  it.each([
    Object.assign(new Error("slow"), { name: "TimeoutError" }),
    Object.assign(new Error("cut"), { code: "ECONNRESET", syscall: "read" }),
    awsError("an answer that could not be read", 200),
    "no error",
  ])("does not hold for %s", (error) => expect(isAnswered(error)).toBe(false));
});

describe("isUnreached", () => {
  it.each([
    Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" }),
    Object.assign(new Error("no such host"), { code: "ENOTFOUND", syscall: "getaddrinfo" }),
  ])("holds for $code", (error) => expect(isUnreached(error)).toBe(true));

  it.each([
    Object.assign(new Error("cut"), { code: "ECONNRESET", syscall: "read" }),
    Object.assign(new Error("slow"), { name: "TimeoutError" }),
    awsError("ServiceUnavailable", 503),
    undefined,
  ])("does not hold for %s", (error) => expect(isUnreached(error)).toBe(false));
});
