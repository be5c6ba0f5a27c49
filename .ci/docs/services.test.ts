/** The pages that docs/services.json is written to. `npm exec -- vitest run --project unit .ci/docs/services -u` writes them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { between, ROOT, read, services, servicesPage, servicesTable, shortTable } from "./services.ts";

test.each(services.services)("$service is proven by suites that exist", ({ suites }) => {
  expect(suites).not.toEqual([]);
  expect(suites.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("docs/services.md is up to date", async () => {
  await expect(servicesPage(services)).toMatchFileSnapshot(join(ROOT, "docs/services.md"));
});

test.each([
  ["README.md", shortTable(services)],
  ["harness/README.md", servicesTable(services)],
])("%s has the services as docs/services.json has them", async (file, text) => {
  expect(read(file)).toContain("<!-- services: begin -->");
  await expect(between("services", read(file), text)).toMatchFileSnapshot(join(ROOT, file));
});
