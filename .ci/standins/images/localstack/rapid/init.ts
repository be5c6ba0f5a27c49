/**
 * Stand-in for LocalStack's lambda-runtime-init, the first process of every function container: it takes invocations
 * from LocalStack (`POST :9563/invoke`), gives them to the runtime, and reports answers and logs back, as
 * localstack/services/lambda_/invocation/executor_endpoint.py expects them. Errors, log lines and limits are worded as
 * the original words them (github.com/localstack/lambda-runtime-init, cmd/localstack). Not there: extensions,
 * hot reloading, X-Ray.
 */
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { type Invocation, Runtime } from "./runtime.ts";
import { dropPrivileges, readSettings } from "./settings.ts";

interface InvokeRequest {
  "invoke-id": string;
  "invoked-function-arn": string;
  payload: string;
  "trace-id": string;
}
interface Answer {
  isError: boolean;
  body: Buffer<ArrayBuffer>;
}

const settings = readSettings();
dropPrivileges();

let logs = "";
const runtime = new Runtime({
  maxPayloadBytes: settings.maxPayloadBytes,
  onOutput: (text) => {
    logs += text;
    process.stdout.write(text);
  },
});

async function report(path: string, body: Buffer<ArrayBuffer> | string = ""): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(settings.endpoint + path, { method: "POST", headers, body });
  if (!response.ok) console.error(`init: LocalStack answered ${response.status} to ${path}`);
}

const errorAnswer = (error: { errorType?: string; errorMessage: string }): Answer => ({
  isError: true,
  body: Buffer.from(JSON.stringify(error)),
});

const exited = (id: string, reason: string): Answer =>
  errorAnswer({ errorType: "Runtime.ExitError", errorMessage: `RequestId: ${id} Error: ${reason}` });

function timedOut(id: string): Answer {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  return errorAnswer({
    errorMessage: `${time} ${id} Task timed out after ${settings.timeoutMs / 1000}.00 seconds`,
  });
}

/** Starts the runtime for the first time. Where it cannot start, the container ends, as on the original. */
async function initialise(): Promise<void> {
  runtime.start();
  for (;;) {
    const event = await runtime.event();
    if (event.type === "next") return report(`/status/${settings.runtimeId}/ready`);
    if (event.type === "initError") await report(`/status/${settings.runtimeId}/error`, event.body);
    if (event.type === "exit") {
      console.error(`init: ${event.reason}`);
      process.exit(1);
    }
  }
}

/** Runs until the runtime asks for the next invocation, so that all it logged belongs to this one. */
async function run(invocation: Invocation): Promise<Answer> {
  let answer: Answer | undefined;
  let handed = runtime.running;
  if (handed) runtime.hand(invocation);
  // a runtime that ended between two invocations fails the second
  else if (!runtime.hasEvents) runtime.start();
  for (;;) {
    const event = await runtime.event();
    if (event.type === "killed") return timedOut(invocation.id);
    if (event.type === "exit") return answer ?? exited(invocation.id, event.reason);
    if (event.type === "initError") answer = { isError: true, body: event.body };
    if (event.type === "answer" && event.id === invocation.id) answer ??= event;
    if (event.type === "next") {
      if (answer) return answer;
      if (handed)
        throw new Error(`the runtime asks for another invocation without an answer to ${invocation.id}`);
      handed = true;
      runtime.hand(invocation);
    }
  }
}

async function invoke(request: InvokeRequest): Promise<void> {
  const id = request["invoke-id"];
  const started = performance.now();
  logs += `START RequestId: ${id} Version: ${settings.functionVersion}\n`;
  const timer = setTimeout(() => runtime.kill(), settings.timeoutMs);
  const invocation = {
    id,
    functionArn: request["invoked-function-arn"],
    traceId: request["trace-id"],
    payload: request.payload,
    deadlineMs: Date.now() + settings.timeoutMs,
  };
  const answer = await run(invocation);
  clearTimeout(timer);
  await setImmediate(); // what was written to the pipes before the answer is read in this turn
  const ms = Math.min(performance.now() - started, settings.timeoutMs);
  logs +=
    `END RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\t` +
    `Memory Size: ${settings.memoryMegabytes} MB\tMax Memory Used: ${settings.memoryMegabytes} MB\t\n`;
  await report(`/invocations/${id}/logs`, JSON.stringify({ logs }));
  logs = "";
  await report(`/invocations/${id}/${answer.isError ? "error" : "response"}`, answer.body);
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST" || request.url !== "/invoke") return response.writeHead(404).end();
  const invocation = (await json(request)) as InvokeRequest;
  response.writeHead(200).end("OK");
  await invoke(invocation);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
server.listen(9563);
await runtime.listen();
await initialise();
