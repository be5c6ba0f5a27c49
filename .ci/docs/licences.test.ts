/** `npm exec -- vitest run --project unit .ci/docs/licences -u` writes the table. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { installedLicences, licencesTable } from "./licences.ts";
import { between, ROOT, read } from "./services.ts";

const PERMISSIVE = /^(0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|ISC|MIT|MIT-0)$/;

test("everything that the harness installs by npm has a permissive licence", () => {
  const licences = installedLicences();
  expect(licences.size).toBeGreaterThan(100);
  expect([...licences].filter(([, licence]) => !PERMISSIVE.test(licence))).toEqual([]);
});

test("docs/licences.md has the licences of package-lock.json", async () => {
  const file = "docs/licences.md";
  const page = between("licences", read(file), licencesTable(installedLicences()));
  await expect(page).toMatchFileSnapshot(join(ROOT, file));
});
