/** Promise: a distribution serves a private bucket, an API and a private function URL at one address. */
import { deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

test("a distribution serves a page, an API, and the page in place of an error", { timeout: 240_000 }, async ({
  endpoint,
  http,
}) => {
  const { outputs } = await deploy({
    endpoint,
    app: "node integration/apps/cdk/web/distribution.app.ts",
    context: { stack: `web-${crypto.randomUUID().slice(0, 8)}` },
  });
  const url = outputs.WebUrl ?? "";

  const page = await http.fetch(`${url}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html");
  expect(page.headers.get("x-cache")).toBe("Miss from cloudfront");
  expect(await page.text()).toBe("<h1>Rex</h1>");

  const called = await http.fetch(`${url}/api/pets?name=Tom`, { method: "POST", body: "walk" });
  expect(await called.json()).toMatchObject({ rawPath: "/api/pets", rawQueryString: "name=Tom" });

  const signed = await http.fetch(`${url}/signed/pets`);
  expect(await signed.text()).toBe("signed /signed/pets");
  expect((await http.fetch(outputs.SignedUrl ?? "")).status).toBe(403);

  const missing = await http.fetch(`${url}/deep/link`);
  expect(missing.status).toBe(200);
  expect(await missing.text()).toBe("<h1>Rex</h1>");

  const written = await http.fetch(`${url}/index.html`, { method: "PUT", body: "x" });
  expect(written.status).toBe(403);
});
