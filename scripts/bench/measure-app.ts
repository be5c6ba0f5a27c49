import { connect, type Harness } from "localstack-harness";
import { runSteps, Startup } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import type { App } from "../app/petcuddleotron.ts";

/** A measurement of the app. */
interface Measurement<Result> {
  title: string;
  /** Variables for LocalStack. */
  env?: Record<string, string>;
  /** Context values for the app. */
  context?: Record<string, string>;
  run(
    app: App,
    harness: Harness,
    options: { onProgress: (step: string) => void; signal: AbortSignal },
  ): Promise<Result>;
}

/** The result is not what a page in docs/decisions promises. */
export class BrokenPromiseError extends Error {
  override readonly name = "BrokenPromiseError";
}

/** Starts an embedded LocalStack, deploys the app, measures it, and stops LocalStack. */
export async function measureApp<Result>(
  { title, env = {}, context = {}, run }: Measurement<Result>,
  aborted: AbortSignal,
): Promise<Result> {
  const startup = new Startup({ target: "embedded", port: 0, signal: aborted, env });
  const { signal } = startup;
  let app: App;
  let result: Result | undefined;
  try {
    await runSteps([
      startup.step,
      {
        title: "Deploy the app",
        run: async () => {
          app = await deployApp(startup.localStack.endpoint, signal, context);
          return undefined;
        },
      },
      {
        title,
        run: async (onProgress) => {
          await using harness = await connect({ endpoint: startup.localStack.endpoint });
          result = await run(app, harness, { onProgress, signal });
          return undefined;
        },
      },
    ]);
    return result as Result;
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    await startup.stop();
  }
}
