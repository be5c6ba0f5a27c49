// Handlers of nodejs22.x and older: they may respond by a callback or by the methods of their context.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-callback

/** @import { Context, Handler, Idle } from "./types.d.ts" */

/**
 * @param {Handler} handler
 * @param {unknown} event
 * @param {Context} context
 * @param {Idle} idle
 */
export function runWithCallback(handler, event, context, idle) {
  return new Promise((resolve, reject) => {
    /** @type {(error?: unknown, result?: unknown) => void} */
    const settle = (error, result) =>
      error === undefined || error === null ? resolve(result) : reject(error);
    /** @type {(error?: unknown, result?: unknown) => void} */
    const callback = (error, result) => {
      if (error !== undefined && error !== null) reject(error);
      else if (context.callbackWaitsForEmptyEventLoop) idle.act = () => resolve(result);
      else resolve(result);
    };
    Object.assign(context, {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (/** @type {unknown} */ result) => settle(null, result),
      fail: (/** @type {unknown} */ error) => settle(error ?? "handled"),
      done: settle,
    });

    const neverSettled = idle.act;
    idle.act = () => resolve(null); // the handler did not respond
    const returned = handler(event, context, callback);
    if (typeof returned?.then !== "function") return;
    idle.act = neverSettled;
    returned.then(resolve, reject);
  });
}
