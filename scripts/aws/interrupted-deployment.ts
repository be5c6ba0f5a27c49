import type { AwsAccount } from "localstack-harness/aws";
import { explain, InterruptedError } from "localstack-harness/cli";
import type { Stage } from "./deployment.ts";

/** The state that an interrupted deployment leaves, for the message to the user. */
const LEFT: Record<Stage, (target: AwsAccount) => string> = {
  looking: () => "nothing was changed",
  preparing: () => "nothing was changed, and the change set was removed",
  prepared: () => "nothing was changed, and the change set was removed",
  deploying: ({ region }) =>
    `CloudFormation had begun and continues until it has made all changes or undone them (its console in ${region} shows how far it is); when it has ended, npm run deploy:aws continues from there, and npm run destroy:aws removes everything`,
  deployed: () => "the stack is deployed, but the page is not published: npm run deploy:aws makes up for it",
  published: () => "everything is deployed",
};

/** A deployment ended before its end. Says why, and what is so now. */
export class EarlyEndError extends Error {
  override readonly name = "EarlyEndError";

  constructor(cause: unknown, left: string) {
    const why = cause instanceof InterruptedError ? cause.message : explain(cause, false);
    super(`${why}\n${left[0]?.toUpperCase()}${left.slice(1)}.`, { cause });
  }
}

/** As much of a deployment as its early end has to know. */
export interface Unfinished {
  stage: Stage;
  /** Removes a change set that was not executed. */
  discard(): Promise<void>;
}

/** Removes what an interruption left half-made, and returns the error that describes the state. */
export async function settleEarlyEnd(
  cause: unknown,
  deployment: Unfinished,
  target: AwsAccount,
): Promise<EarlyEndError> {
  const { stage } = deployment;
  try {
    await deployment.discard();
  } catch (error) {
    const why = explain(error, false);
    return new EarlyEndError(
      cause,
      `nothing was changed, but a change set is left that could not be removed (${why}): the next npm run deploy:aws does not mind it`,
    );
  }
  return new EarlyEndError(cause, LEFT[stage](target));
}
