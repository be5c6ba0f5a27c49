/**
 * For the health check in docker-compose.yml: ends with 0 when the page and the API answer. The API is asked until it
 * has answered once; a question every few seconds would keep a function busy and fill its log.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";

/** Removed whenever the service starts: it holds the page's address. */
const NOTE = "/tmp/answered";
const PORT = process.env.PORT ?? "4566";
const UNKNOWN_REMINDER = "00000000-0000-8000-8000-000000000000";

/** Node.js does not resolve `<bucket>.s3-website.localhost`; the address of localhost with that `Host` works, too. */
function status(url: string): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  const headers = { host: `${hostname}:${port}` };
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: pathname, headers, timeout: 15_000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once("timeout", () => reject(new Error(`no answer from ${url} within 15 s`)))
      .once("error", reject);
  });
}

async function expectStatus(url: string, expected: number): Promise<void> {
  const answered = await status(url);
  if (answered !== expected) throw new Error(`${url} answers ${answered}, not ${expected}`);
}

if (existsSync(NOTE)) {
  await expectStatus(readFileSync(NOTE, "utf8"), 200);
} else {
  const { deployedApp } = await import("../app/petcuddleotron.ts");
  const { siteUrl, apiUrl } = await deployedApp(`http://localhost:${PORT}`);
  const config = `${siteUrl}/config.json`;
  await expectStatus(config, 200);
  await expectStatus(`${apiUrl}/petcuddleotron/${UNKNOWN_REMINDER}`, 404);
  writeFileSync(NOTE, config);
}
