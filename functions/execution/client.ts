import { SFNClient } from "@aws-sdk/client-sfn";

/**
 * Step Functions for the API functions. Three attempts of at most 7 s stay below the 29 s that API Gateway waits;
 * every call made here may be repeated without harm.
 */
export const sfn = new SFNClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 7_000, throwOnRequestTimeout: true },
});
