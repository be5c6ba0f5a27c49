/** Promise: an HTTP API routes, authorizes, answers and logs as on AWS. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig } from "localstack-harness";
import { describe } from "vitest";
import { DEPLOYING, expect, type Send, sendTo, test } from "./http-api.ts";

describe("routing", DEPLOYING, () => {
  test("the most specific route gets the path's parameters", async ({ send }) => {
    const tom = await send("/pets/T%C3%B6m%20I?tag=a&tag=b&note=x%20y", { headers: { cookie: "x=1; y=2" } });
    expect(tom.body).toMatchObject({
      version: "2.0",
      routeKey: "GET /pets/{name}",
      rawPath: "/pets/Töm I",
      rawQueryString: "tag=a&tag=b&note=x%20y",
      queryStringParameters: { tag: "a,b", note: "x y" },
      cookies: ["x=1", "y=2"],
      pathParameters: { name: "Töm I" },
      requestContext: { stage: "$default", http: { method: "GET", path: "/pets/Töm I" } },
      isBase64Encoded: false,
    });
    expect(tom.body.headers).not.toHaveProperty("cookie");
    expect((await send("/pets/rex")).body.routeKey).toBe("ANY /pets/rex");
    expect((await send("/files/a/b.txt")).body.pathParameters).toEqual({ proxy: "a/b.txt" });
  });

  test("what no route takes is not found", async ({ send }) => {
    for (const [path, method] of [
      ["/", "GET"],
      ["/pets/tom", "POST"],
      ["/pets/tom/1", "GET"],
      ["/files", "GET"],
    ] as const) {
      const { status, body } = await send(path, { method });
      expect([status, body], path).toEqual([404, { message: "Not Found" }]);
    }
  });

  test("bodies that are not text arrive in base64", async ({ send }) => {
    const post = async (type: string, body: BodyInit) =>
      (await send("/files/x", { method: "POST", headers: { "content-type": type }, body })).body;
    expect(await post("application/json", '{"ä":1}')).toMatchObject({
      body: '{"ä":1}',
      isBase64Encoded: false,
    });
    const form = await post("application/x-www-form-urlencoded", "a=1");
    expect(form).toMatchObject({ body: Buffer.from("a=1").toString("base64"), isBase64Encoded: true });
    const bytes = await post("image/png", Uint8Array.of(0, 255, 254));
    expect(bytes).toMatchObject({ body: "AP/+", isBase64Encoded: true });
  });

  test("payload format 1.0 has single and multiple values", async ({ send }) => {
    const { body } = await send("/old/a%20b?tag=a&tag=b", { headers: { "x-one": "1" } });
    expect(body).toMatchObject({
      version: "1.0",
      resource: "/old/{proxy+}",
      path: "/old/a b",
      httpMethod: "GET",
      queryStringParameters: { tag: "b" },
      multiValueQueryStringParameters: { tag: ["a", "b"] },
      pathParameters: { proxy: "a b" },
      requestContext: { resourcePath: "/old/{proxy+}", stage: "$default" },
      body: null,
    });
    expect(body.multiValueHeaders).toMatchObject({ "x-one": ["1"] });
  });

  test("an address gets the request passed on", async ({ send }) => {
    const { status, body } = await send("/elsewhere/a/b?x=1", { method: "POST", body: "text" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ rawPath: "/files/a/b", rawQueryString: "x=1", body: "text" });
  });
});

describe("a function's answer", DEPLOYING, () => {
  const ask = (send: Send, path: string, answer: unknown) =>
    send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answer),
    });

  test("without a status is the body", async ({ send }) => {
    for (const answer of [{ name: "Rex" }, ["a"], 5, null]) {
      const { status, headers, text } = await ask(send, "/answer", answer);
      expect([status, headers.get("content-type"), JSON.parse(text)]).toEqual([
        200,
        "application/json",
        answer,
      ]);
    }
    expect((await ask(send, "/answer", "hello")).text).toBe("hello");
  });

  test("with a status says all", async ({ send }) => {
    const answer = {
      statusCode: 201,
      headers: { "X-Flag": true, location: "/pets/1" },
      cookies: ["a=1; HttpOnly", "b=2"],
      body: Buffer.from("größe").toString("base64"),
      isBase64Encoded: true,
    };
    const { status, headers, text } = await ask(send, "/answer", answer);
    expect([status, text, headers.get("x-flag"), headers.get("location")]).toEqual([
      201,
      "größe",
      "true",
      "/pets/1",
    ]);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(headers.get("apigw-requestid")).toMatch(/\S/);
  });

  test("that is malformed, late or an error is not passed on", async ({ send }) => {
    const internal = [500, { message: "Internal Server Error" }];
    for (const answer of [
      { statusCode: "fine" },
      { statusCode: 200, body: {} },
      { statusCode: 200, headers: [] },
      { error: "no" },
    ]) {
      const { status, body } = await ask(send, "/answer", answer);
      expect([status, body], JSON.stringify(answer)).toEqual(internal);
    }
    const late = await ask(send, "/answer", { waitMs: 3_000 });
    expect([late.status, late.body]).toEqual([503, { message: "Service Unavailable" }]);
    for (const answer of [{ body: "no status" }, "text", null]) {
      const { status, body } = await ask(send, "/answer-old", answer);
      expect([status, body], JSON.stringify(answer)).toEqual(internal);
    }
    expect((await ask(send, "/answer-old", { statusCode: 204 })).status).toBe(204);
  });
});

describe("authorizers", DEPLOYING, () => {
  test("a function's simple answer decides, and is kept", async ({ send }) => {
    const guarded = async (key?: string) => {
      const { status, body } = await send("/guarded", { headers: key ? { "x-key": key } : {} });
      return [status, status === 200 ? body.requestContext.authorizer.lambda : body];
    };
    expect(await guarded()).toEqual([401, { message: "Unauthorized" }]);
    expect(await guarded("bad")).toEqual([403, { message: "Forbidden" }]);
    expect(await guarded("broken")).toEqual([500, { message: "Internal Server Error" }]);
    expect(await guarded("nonsense")).toEqual([500, { message: "Internal Server Error" }]);
    const first = await guarded("good");
    expect(first).toMatchObject([
      200,
      { routeArn: expect.stringMatching(/\/\$default\/GET\/guarded$/), nested: { type: "REQUEST" } },
    ]);
    expect(await guarded("good")).toEqual(first);
  });

  test("a function's policy decides", async ({ send }) => {
    const ann = await send("/policy/ann?key=k");
    expect(ann.body.requestContext.authorizer).toEqual({ principalId: "ann", age: "3" });
    expect((await send("/policy/ann?key=denied")).status).toBe(403);
    expect((await send("/policy/ann")).status).toBe(401);
  });

  test("a route may take signed requests only", async ({ send }) => {
    const unsigned = await send("/signed");
    expect([unsigned.status, unsigned.body]).toEqual([403, { message: "Forbidden" }]);
    const authorization =
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, Signature=x";
    expect((await send("/signed", { headers: { authorization } })).status).toBe(200);
  });
});

test(
  "the CORS configuration answers preflights, and replaces the function's headers",
  DEPLOYING,
  async ({ send }) => {
    const preflight = (origin: string, path = "/pets/tom") =>
      send(path, { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } });
    const allowed = await preflight("https://app.test");
    expect([allowed.status, allowed.text]).toEqual([204, ""]);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.test",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "content-type,x-key",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "600",
    });
    const other = await preflight("https://other.test", "/nowhere");
    expect([other.status, other.headers.get("access-control-allow-origin")]).toEqual([204, null]);

    const { headers } = await send("/pets/tom", { headers: { origin: "https://app.test" } });
    expect(headers.get("access-control-allow-origin")).toBe("https://app.test");
    expect(headers.get("access-control-expose-headers")).toBe("x-count");
    const without = await send("/pets/tom");
    expect(without.headers.get("access-control-allow-origin")).toBeNull();
  },
);

test(
  "a stage has its path, variables, limits and log",
  DEPLOYING,
  async ({ deployment: { outputs }, logs }) => {
    const beta = (path: string) => sendTo(`${outputs.BetaUrl}${path}`);
    const { body } = await beta("/pets/tom");
    expect(body).toMatchObject({ rawPath: "/beta/pets/tom", stageVariables: { colour: "red" } });
    expect(body.requestContext.stage).toBe("beta");
    await beta("/policy/ann?key=k");
    const log = logs.in(outputs.AccessLogName ?? "");
    await expect(log).toHaveLogged(/^GET \/beta\/pets\/tom GET \/pets\/\{name\} 200 -$/);
    await expect(log).toHaveLogged(/^GET \/beta\/policy\/ann GET \/policy\/\{name\} 200 3$/);
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await beta("/pets/rex")).status),
    );
    expect(statuses.toSorted()).toEqual([200, 200, 429, 429, 429]);
  },
);

test(
  "a function reaches the API by its addresses, as the template has them",
  DEPLOYING,
  async ({ endpoint, deployment: { outputs } }) => {
    const client = new LambdaClient(clientConfig(endpoint));
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: outputs.CallingName }));
    client.destroy();
    expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual([
      [200, "tom"],
      [200, "tom"],
    ]);
  },
);
