// Handlers of nodejs22.x and older: they may answer by a callback or by the methods of their context.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-callback

/** `idle.act` is called when nothing is left to run. */
export function runWithCallback(handler, event, context, idle) {
  return new Promise((resolve, reject) => {
    const settle = (error, result) =>
      error === undefined || error === null ? resolve(result) : reject(error);
    const callback = (error, result) => {
      if (error !== undefined && error !== null) reject(error);
      else if (context.callbackWaitsForEmptyEventLoop) idle.act = () => resolve(result);
      else resolve(result);
    };
    Object.assign(context, {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (result) => settle(null, result),
      fail: (error) => settle(error ?? "handled"),
      done: settle,
    });

    const neverSettled = idle.act;
    idle.act = () => resolve(null); // nobody answered
    const returned = handler(event, context, callback);
    if (typeof returned?.then !== "function") return;
    idle.act = neverSettled;
    returned.then(resolve, reject);
  });
}
