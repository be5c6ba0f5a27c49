// A Node.js runtime for the AWS Lambda Runtime API: what /var/runtime does in AWS's image, without dependencies.
// It behaves as AWS's aws-lambda-nodejs-runtime-interface-client 4 (nodejs24.x), and as its version 3 for the older
// runtimes where those differ: handlers with a callback.
import { runWithCallback } from "./callback.mjs";
import { createContext } from "./context.mjs";
import { NodeJsExit, UnhandledPromiseRejection } from "./errors.mjs";
import { isStreaming, loadHandler, provideGlobals } from "./handler.mjs";
import { keepPackagesBelow } from "./isolation.mjs";
import { logError, patchConsole, setRequestId } from "./logging.mjs";
import { LATEST_RULES } from "./rules.mjs";
import { nextInvocation, postInitError, postInvocationError, postResponse } from "./runtime-api.mjs";
import { runStreaming } from "./streaming.mjs";

let requestId; // of the invocation in flight
let failing = false;
/** What to do when nothing is left to run. */
const idle = { act: () => undefined };

const turnOfTheEventLoop = () => new Promise((resolve) => setImmediate(resolve));

/** Ends the process, as AWS does, with the error told to whoever waits: the invocation in flight or the start. */
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

async function run(handler, event, context) {
  if (isStreaming(handler)) return runStreaming(handler, event, context);
  if (!LATEST_RULES) return { body: await runWithCallback(handler, event, context, idle) };
  return { body: await handler(event, context) };
}

async function invoke(handler, { headers, body }) {
  const neverSettled = new Promise((_resolve, reject) => {
    idle.act = () => reject(new NodeJsExit());
  });
  try {
    const response = await Promise.race([
      run(handler, JSON.parse(body), createContext(headers)),
      neverSettled,
    ]);
    // A promise that the handler left rejected is noticed before the answer goes out, as on AWS.
    await turnOfTheEventLoop();
    await postResponse(requestId, response);
  } catch (error) {
    await turnOfTheEventLoop();
    logError("Invoke Error", error);
    await postInvocationError(requestId, error);
  }
}

async function serve() {
  const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
  let handler;
  try {
    keepPackagesBelow(root);
    handler = await loadHandler(process.env._HANDLER ?? "", root);
  } catch (error) {
    return crash(LATEST_RULES ? "Init Error" : "Uncaught Exception", error, 1);
  }
  for (;;) {
    const invocation = await nextInvocation();
    requestId = invocation.headers["lambda-runtime-aws-request-id"];
    setRequestId(requestId);
    await invoke(handler, invocation);
    requestId = undefined;
  }
}

patchConsole();
provideGlobals();
process.on("uncaughtException", (error) => crash("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason, promise) =>
  crash("Unhandled Promise Rejection", new UnhandledPromiseRejection(reason, promise), 128),
);
process.on("beforeExit", () => idle.act());
serve().catch((error) => {
  // The Runtime API has gone, and LocalStack with it: there is nobody left to serve, nor to tell.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
