// The client's side of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from "node:http";
import { JSONStringifyError, toErrorResponse } from "./errors.mjs";

const API = "/2018-06-01/runtime";
const endpoint = new URL(`http://${process.env.AWS_LAMBDA_RUNTIME_API}`);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

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
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          // 413: the response was too large, and whoever invoked is told so; the environment goes on, as on AWS.
          if (response.statusCode >= 400 && response.statusCode !== 413)
            reject(
              new Error(`the runtime API answered ${response.statusCode} to ${method} ${path}: ${text}`),
            );
          else resolve({ headers: response.headers, body: text });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function serialize(value) {
  try {
    return Buffer.from(JSON.stringify(value === undefined ? null : value) ?? "null");
  } catch {
    throw new JSONStringifyError();
  }
}

export const nextInvocation = () => call("GET", "/invocation/next");

/** `body` is what the handler returned, or `bytes` what it streamed. */
export function postResponse(id, { body, bytes, contentType = "application/json" }) {
  const path = `/invocation/${encodeURIComponent(id)}/response`;
  return call("POST", path, bytes ?? serialize(body), { "Content-Type": contentType });
}

function postError(path, error) {
  const response = toErrorResponse(error);
  return call("POST", path, serialize(response), {
    "Content-Type": "application/json",
    // A header takes no line breaks and no characters beyond Latin-1.
    "Lambda-Runtime-Function-Error-Type": response.errorType.replace(/[^\x20-\x7e]/g, "?"),
  });
}

export const postInvocationError = (id, error) =>
  postError(`/invocation/${encodeURIComponent(id)}/error`, error);
export const postInitError = (error) => postError("/init/error", error);
