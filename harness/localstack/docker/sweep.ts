/**
 * `node sweep.ts <label>=<value>`: removes all containers with that label when it starts and when it is asked to end. It
 * is the last service of docker-compose.yml to end, and runs where nothing is installed, so it uses Node.js alone.
 */
import { request } from "node:http";
import { text } from "node:stream/consumers";

const SOCKET = "/var/run/docker.sock";
const [label = ""] = process.argv.slice(2);
if (!/^[\w.-]+=[\w.-]+$/.test(label))
  throw new Error(`expected <label>=<value>, not ${JSON.stringify(label)}`);

/** A call of the Docker Engine API. Throws where it answers with an error other than 404 or 409. */
function docker(method: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: SOCKET, method, path }, async (response) => {
      const status = response.statusCode ?? 0;
      const answer = await text(response);
      // gone already, or on its way
      if (status < 300 || status === 404 || status === 409)
        resolve(answer === "" ? undefined : JSON.parse(answer));
      else reject(new Error(`${method} ${path} answered ${status}: ${answer}`));
    });
    call.once("error", reject).end();
  });
}

async function sweep(): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const containers = (await docker("GET", `/containers/json?all=true&filters=${filters}`)) as {
    Id: string;
  }[];
  for (const { Id } of containers) await docker("DELETE", `/containers/${Id}?force=true&v=true`);
  if (containers.length > 0) console.log(`removed ${containers.length} containers of functions`);
}

// a timer keeps it running until the signal
const idle = setInterval(() => {}, 2 ** 30);
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    await sweep();
    clearInterval(idle);
  });
}
await sweep();
