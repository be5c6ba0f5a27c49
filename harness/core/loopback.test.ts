import dns, { lookup } from "node:dns";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { execa } from "execa";
import { afterEach, describe, expect, test, vi } from "vitest";
import { serve } from "../testing/serve.ts";
import { bypassProxy, directFetch, resolveLocalhostNames } from "./loopback.ts";

describe("a proxy in the environment", () => {
  test.each([
    ["HTTP_PROXY", {}],
    ["https_proxy", {}],
    ["ALL_PROXY", { NO_PROXY: "intranet.example" }],
    ["http_proxy", { no_proxy: "intranet.example .corp" }],
  ])("%s takes no request to this machine, and keeps its own exceptions", (name, exceptions) => {
    const env: NodeJS.ProcessEnv = { [name]: "http://proxy.example:3128", ...exceptions };
    bypassProxy(env);
    for (const variable of ["NO_PROXY", "no_proxy"])
      expect(env[variable]?.split(",")).toEqual(
        expect.arrayContaining([
          ...Object.values(exceptions).flatMap((value: string) => value.split(" ")),
          "localhost",
          ".localhost",
          "127.0.0.1",
        ]),
      );
    const once = { ...env };
    bypassProxy(env);
    expect(env).toEqual(once);
  });

  test.each([[{}], [{ HTTP_PROXY: "" }], [{ HTTP_PROXY: "http://x", NO_PROXY: "*" }]])(
    "%j leaves the environment as it is",
    (given) => {
      const env = { ...given };
      bypassProxy(env);
      expect(env).toEqual(given);
    },
  );

  test.each([
    { HTTP_PROXY: "http://127.0.0.1:9" },
    { http_proxy: "http://127.0.0.1:9", no_proxy: "intranet.example" },
  ])("%j that Node.js uses takes no request of a process or its children", async (env) => {
    await using server = await serve(() => ({ status: 200, body: "here" }));
    const module = JSON.stringify(fileURLToPath(new URL("./loopback.ts", import.meta.url)));
    const url = JSON.stringify(server.endpoint.replace("127.0.0.1", "localhost"));
    const child = `fetch(${url}).then(async (answer) => console.log(await answer.text()))`;
    const script = `import { directFetch } from ${module};
      import { execFileSync } from "node:child_process";
      console.log(await (await directFetch(${url})).text());
      console.log(await (await fetch(${url})).text());
      console.log(\`\${execFileSync(process.execPath, ["--eval", ${JSON.stringify(child)}], { encoding: "utf8" })}\`.trim());`;
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script], {
      env: { ...env, NODE_USE_ENV_PROXY: "1" },
    });
    expect(stdout.split("\n")).toEqual(['"here"', '"here"', '"here"']);
  });
});

test("a test's own fetch does not take the harness's requests", async () => {
  await using server = await serve(() => ({ status: 204 }));
  vi.stubGlobal("fetch", () => Promise.reject(new Error("no network in this test")));
  try {
    expect((await directFetch(server.endpoint)).status).toBe(204);
  } finally {
    vi.unstubAllGlobals();
  }
});

describe("names under .localhost", () => {
  resolveLocalhostNames();

  test("reach this machine by fetch and by node:http", async () => {
    await using server = await serve(() => ({ status: 204 }));
    const { port } = new URL(server.endpoint);
    const url = `http://bucket.s3-website.localhost:${port}/`;
    expect((await fetch(url)).status).toBe(204);
    const status = await new Promise((resolve, reject) => {
      get(url, { agent: new Agent() }, (response) => resolve(response.resume().statusCode)).on(
        "error",
        reject,
      );
    });
    expect(status).toBe(204);
  });

  test("resolve in every form of lookup, as localhost does", async () => {
    const expected = await dns.promises.lookup("localhost");
    expect(await dns.promises.lookup("sqs.us-east-1.localhost")).toEqual(expected);
    expect(await promisify(lookup)("SQS.US-EAST-1.LOCALHOST.")).toEqual(expected);
  });

  test("are no others that only end alike", async () => {
    await expect(dns.promises.lookup("notlocalhost.invalid")).rejects.toThrow();
  });
});

describe("under fake timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["all", {}],
    ["setImmediate", { toFake: ["setImmediate"] }],
  ] as const)("of %s, requests are answered, also on a connection from before", async (_, fake) => {
    await using server = await serve(() => ({ status: 200, body: "here" }));
    const ask = async () => (await directFetch(server.endpoint)).json();
    const askTwice = async () => [await ask(), await ask()];
    for (let turn = 0; turn < 3; turn++) {
      await ask();
      vi.useFakeTimers(fake as Parameters<typeof vi.useFakeTimers>[0]);
      await ask();
      await Promise.all([askTwice(), askTwice()]);
      vi.useRealTimers();
    }
    expect(server.requests).toHaveLength(18);
  });
});
