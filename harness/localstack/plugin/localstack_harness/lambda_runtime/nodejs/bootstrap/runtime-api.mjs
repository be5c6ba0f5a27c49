// A client for https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from "node:http";
import { JSONStringifyError, toErrorResponse } from "./errors.mjs";

/** @import { Invocation, Result } from "./types.d.ts" */

const API = "/2018-06-01/runtime";
const endpoint = new URL(`http://${process.env.AWS_LAMBDA_RUNTIME_API}`);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const PAYLOAD_TOO_LARGE = 413;

/**
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {Buffer} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Invocation>}
 */
function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: endpoint.hostname,
        port: endpoint.port,
        method,
        agent,
        path: API + path,
        headers: body === undefined ? headers : { ...headers, "Content-Length": body.length },
      },
      (response) => {
        const { statusCode = 0 } = response;
        /** @type {Buffer[]} */
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          // as on AWS, the caller gets an error for a response that is too large, and the runtime continues
          if (statusCode >= 400 && statusCode !== PAYLOAD_TOO_LARGE)
            reject(new Error(`the runtime API answered ${statusCode} to ${method} ${path}: ${text}`));
          // no header of the API occurs twice
          else resolve({ headers: /** @type {Invocation["headers"]} */ (response.headers), body: text });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function serialize(/** @type {unknown} */ value) {
  try {
    return Buffer.from(JSON.stringify(value === undefined ? null : value) ?? "null");
  } catch {
    throw new JSONStringifyError();
  }
}

export const nextInvocation = () => call("GET", "/invocation/next");

/**
 * @param {string} id
 * @param {Result} result
 */
export function postResponse(id, { body, bytes, contentType = "application/json" }) {
  const path = `/invocation/${encodeURIComponent(id)}/response`;
  return call("POST", path, bytes ?? serialize(body), { "Content-Type": contentType });
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function postError(path, error) {
  const response = toErrorResponse(error);
  return call("POST", path, serialize(response), {
    "Content-Type": "application/json",
    // a header may contain no line breaks and no characters beyond Latin-1
    "Lambda-Runtime-Function-Error-Type": response.errorType.replace(/[^\x20-\x7e]/g, "?"),
  });
}

/** @type {(id: string, error: unknown) => Promise<unknown>} */
export const postInvocationError = (id, error) =>
  postError(`/invocation/${encodeURIComponent(id)}/error`, error);

export const postInitError = (/** @type {unknown} */ error) => postError("/init/error", error);
