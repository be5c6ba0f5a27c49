/**
 * The runtime interface client loads `./rapid-client.node`, a native module that must be compiled against libcurl. This
 * file is found in its place and does the same three calls of the Runtime API over Node's own HTTP client.
 */
const http = require("node:http");

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const base = "/2018-06-01/runtime/invocation";
/** The native calls block; here `next` waits for the answer that is on its way. */
let posted = Promise.resolve();

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, agent, method, path: base + path, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ bodyJson: text, headers: response.headers }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function post(path, body, headers) {
  const length = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  posted = call("POST", path, body, { ...length, ...headers });
}

exports.next = async () => {
  await posted;
  const { bodyJson, headers } = await call("GET", "/next");
  headers["lambda-runtime-deadline-ms"] = Number(headers["lambda-runtime-deadline-ms"]);
  return { bodyJson, headers };
};
exports.done = (id, body) => post(`/${id}/response`, body);
exports.error = (id, body, xray) =>
  post(`/${id}/error`, body, { "Lambda-Runtime-Function-XRay-Error-Cause": xray });
