import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, it, vi } from "vitest";
import { ACCEPTED } from "./accepted-findings.ts";
import { PetCuddleOTron } from "./petcuddleotron.ts";
import { settingsFrom } from "./settings.ts";
import { CONTEXT } from "./template.fixture.ts";

interface Violation {
  ruleName: string;
  violatingConstructs: { constructPath: string }[];
}

/** What cdk-nag's AWS Solutions pack finds in the stack: rule and construct. */
function findings(): [rule: string, path: string][] {
  const outdir = mkdtempSync(join(tmpdir(), "petcuddleotron-nag-"));
  try {
    const app = new App({ analyticsReporting: false, outdir, context: CONTEXT });
    new PetCuddleOTron(app, "PetCuddleOTron", settingsFrom(app.node));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    try {
      app.synth();
    } catch (error) {
      // the report has the findings
      if (!/ValidationFailed|Validation failed/.test(`${error}`)) throw error;
    }
    const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
    return report.pluginReports
      .flatMap(({ violations }: { violations: Violation[] }) => violations)
      .flatMap(({ ruleName, violatingConstructs }: Violation) =>
        violatingConstructs.map(({ constructPath }) => [ruleName, constructPath]),
      );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const left = findings();
const acknowledge = vi.spyOn(Validations.prototype, "acknowledge").mockReturnValue();
const all = findings();
acknowledge.mockRestore();

const isBelow = (path: string, parent: string) => `${path}/`.startsWith(`PetCuddleOTron/${parent}/`);

it("finds nothing that was not accepted, with its reason", () => {
  expect(left).toEqual([]);
});

it("finds everything that was accepted", () => {
  const unneeded = ACCEPTED.filter(
    ([parent, rule]) => !all.some(([found, path]) => found === rule && isBelow(path, parent)),
  );
  expect(unneeded).toEqual([]);
});
