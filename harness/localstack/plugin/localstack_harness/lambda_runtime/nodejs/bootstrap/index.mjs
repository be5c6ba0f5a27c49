// A Node.js runtime for the AWS Lambda Runtime API: what /var/runtime does in AWS's image, without dependencies.
// It behaves as AWS's aws-lambda-nodejs-runtime-interface-client 4 (nodejs24.x), and for older runtimes as version 3
// where the two differ: handlers with a callback.
import { runWithCallback } from "./callback.mjs";
import { createContext } from "./context.mjs";
import { NodeJsExit, UnhandledPromiseRejection } from "./errors.mjs";
import { isStreaming, loadHandler, provideGlobals } from "./handler.mjs";
import { logError, patchConsole, setRequestId } from "./logging.mjs";
import { keepStreamsOpen } from "./output.mjs";
import { LATEST_RULES } from "./rules.mjs";
import { nextInvocation, postInitError, postInvocationError, postResponse } from "./runtime-api.mjs";
import { runStreaming } from "./streaming.mjs";

/** @import { Context, Handler, Idle, Invocation, Result, StreamingHandler } from "./types.d.ts" */

/** @type {string | undefined} */
let requestId; // of the current invocation
let failing = false;
/** @type {Idle} */
const idle = { act: () => undefined };

const turnOfTheEventLoop = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Reports the error to the current invocation or to the start, and ends the process, as AWS does.
 * @param {string} label
 * @param {unknown} error
 * @param {number} exitCode
 */
async function crash(label, error, exitCode) {
  if (failing) return;
  failing = true;
  logError(label, error);
  try {
    await (requestId ? postInvocationError(requestId, error) : postInitError(error));
  } finally {
    process.exit(exitCode);
  }
}

/**
 * @param {Handler | StreamingHandler} handler
 * @param {unknown} event
 * @param {Context} context
 * @returns {Promise<Result>}
 */
async function run(handler, event, context) {
  if (isStreaming(handler)) return runStreaming(handler, event, context);
  if (!LATEST_RULES) return { body: await runWithCallback(handler, event, context, idle) };
  return { body: await handler(event, context) };
}

/**
 * @param {Handler | StreamingHandler} handler
 * @param {string} id
 * @param {Invocation} invocation
 */
async function invoke(handler, id, { headers, body }) {
  /** @type {Promise<never>} */
  const neverSettled = new Promise((_resolve, reject) => {
    idle.act = () => reject(new NodeJsExit());
  });
  try {
    const response = await Promise.race([
      run(handler, JSON.parse(body), createContext(headers)),
      neverSettled,
    ]);
    // as on AWS, a promise that the handler left rejected is noticed before the response is sent
    await turnOfTheEventLoop();
    await postResponse(id, response);
  } catch (error) {
    await turnOfTheEventLoop();
    logError("Invoke Error", error);
    await postInvocationError(id, error);
  }
}

async function serve() {
  const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
  let handler;
  try {
    handler = await loadHandler(process.env._HANDLER ?? "", root);
  } catch (error) {
    return crash(LATEST_RULES ? "Init Error" : "Uncaught Exception", error, 1);
  }
  for (;;) {
    const invocation = await nextInvocation();
    const id = invocation.headers["lambda-runtime-aws-request-id"] ?? "";
    requestId = id;
    setRequestId(id);
    await invoke(handler, id, invocation);
    requestId = undefined;
  }
}

keepStreamsOpen();
patchConsole();
provideGlobals();
process.on("uncaughtException", (error) => crash("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason, promise) =>
  crash("Unhandled Promise Rejection", new UnhandledPromiseRejection(reason, promise), 128),
);
process.on("beforeExit", () => idle.act());
serve().catch((error) => {
  // The Runtime API has ended, and LocalStack with it: nothing can receive the error.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
