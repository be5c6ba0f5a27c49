import { describe, expect, test } from "vitest";
import { parseCount, parseEndpoint, parsePair, parsePort, parseSeconds } from "./arguments.ts";
import { endpointOf } from "./options.ts";

describe("a port", () => {
  test.each([
    ["4566", 4566],
    ["2", 2],
    ["65535", 65_535],
    [" 80 ", 80],
  ])("%j is %i", (value, port) => expect(parsePort(value)).toBe(port));

  test.each(["", "0", "65536", "-1", "4566.5", "1e3", "http", "123456"])("%j is refused", (value) =>
    expect(() => parsePort(value)).toThrow(/whole number from 1 to 65535/),
  );

  test.each(["22", "5060", "6000"])("%s is refused, as fetch and browsers do", (value) => {
    expect(() => parsePort(value)).toThrow(`port ${value} cannot be used`);
    expect(() => parseEndpoint(`http://localhost:${value}`)).toThrow(`port ${value} cannot be used`);
  });
});

describe("a time", () => {
  test.each([
    ["1", 1],
    ["0.5", 0.5],
  ])("%j is %d s", (value, seconds) => expect(parseSeconds(value)).toBe(seconds));

  test.each(["", "0", "-1", "soon", "Infinity"])("%j is refused", (value) =>
    expect(() => parseSeconds(value)).toThrow(/seconds above 0/),
  );
});

describe("a count", () => {
  test("is a whole number", () => expect(parseCount("500")).toBe(500));

  test.each(["", "0", "-1", "1.5", "many"])("%j is refused", (value) =>
    expect(() => parseCount(value)).toThrow(/whole number above 0/),
  );
});

describe("an endpoint", () => {
  test.each([
    ["http://localhost:4566", "http://localhost:4566"],
    ["http://127.0.0.1:4567/", "http://127.0.0.1:4567"],
    ["https://localstack.internal", "https://localstack.internal"],
  ])("%j is taken", (value, endpoint) => expect(parseEndpoint(value)).toBe(endpoint));

  test.each(["", "localhost:4566", "4566", "ftp://localhost", "http://localhost:4566/prod", "http://a?b"])(
    "%j is refused",
    (value) => expect(() => parseEndpoint(value)).toThrow(/looks like http:\/\/localhost:4566/),
  );

  test.each([
    "https://states.us-east-1.amazonaws.com",
    "https://s3.cn-north-1.amazonaws.com.cn",
    "https://lambda.us-east-1.api.aws",
  ])("%j is refused: it is AWS", (value) => expect(() => parseEndpoint(value)).toThrow(/AWS itself/));

  test("comes from --endpoint before the port", () => {
    expect(endpointOf({ port: 4570 })).toBe("http://localhost:4570");
    expect(endpointOf({ port: 4570, endpoint: "http://127.0.0.1:1" })).toBe("http://127.0.0.1:1");
  });

  test("is at the project's port where no option names one, and at LocalStack's where no project does", () => {
    expect(endpointOf({}, 4600)).toBe("http://localhost:4600");
    expect(endpointOf({})).toBe("http://localhost:4566");
  });
});

describe("a value of context or of a parameter", () => {
  test("is a key and a value, which may hold anything", () => {
    expect(parsePair("sender=a=b@example.com", { stage: "blue" })).toEqual({
      stage: "blue",
      sender: "a=b@example.com",
    });
    expect(parsePair("stage=")).toEqual({ stage: "" });
  });

  test.each(["", "stage", "=blue"])("is not %j", (value) =>
    expect(() => parsePair(value)).toThrow("key=value"),
  );
});
