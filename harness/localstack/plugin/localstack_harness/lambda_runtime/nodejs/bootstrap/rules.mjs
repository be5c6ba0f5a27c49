// Which of AWS's two generations of runtimes a function gets.

/** "nodejs24.x" of AWS_EXECUTION_ENV=AWS_Lambda_nodejs24.x, as a number. */
const version = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? "")?.[1] ?? 24);

/**
 * nodejs24.x and later: no callbacks, and what a handler returns is the response, a promise or not.
 * https://aws.amazon.com/blogs/compute/node-js-24-runtime-now-available-in-aws-lambda/
 */
export const LATEST_RULES = version >= 24;
