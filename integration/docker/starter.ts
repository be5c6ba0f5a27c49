/**
 * `node starter.ts stop|hold|detach`: starts LocalStack's container, invokes a function in it, and says so in one line of
 * JSON; then stops it and ends, or holds it until its input ends or it is killed, or ends and leaves it. For suites that
 * look at what is left behind.
 */
import { startLocalStack } from "localstack-harness";
import { ThrowawayFunction } from "../throwaway-function.ts";

const mode = process.argv[2];
const localstack = await startLocalStack({ target: "container", port: 0, detached: mode === "detach" });
const fn = await ThrowawayFunction.create(localstack.endpoint, {
  "index.mjs": "export const handler = async () => 'meow';",
});
const { payload } = await fn.invoke();
console.log(JSON.stringify({ endpoint: localstack.endpoint, payload }));
if (mode === "hold") await new Promise((resolve) => process.stdin.on("end", resolve).resume());
if (mode !== "detach") await localstack.stop();
