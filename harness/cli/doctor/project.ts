import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { loadProject } from "../../config/load.ts";
import { HarnessError } from "../../core/errors.ts";
import { addCommand } from "../../core/installation/package-manager.mjs";
import { findPeers, manifestOf } from "../../core/installation/peers.ts";
import { type Check, ok, problem, warning } from "./finding.ts";

/** Whether this is a CDK project, with settings that can be read. */
export const projectCheck = (root: string): Check => ({
  title: "project",
  async examine() {
    try {
      const { configFile } = await loadProject(root);
      return ok(`${root}${configFile ? "" : ", without harness.config.ts"}`);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      return problem(error.message, "change to the folder of a CDK app, or correct the file");
    }
  },
});

/** Packages of the user's project that the harness works with. Only tests need vitest. */
export const peersCheck = (root: string): Check => ({
  title: "peers",
  async examine() {
    const vitest = manifestOf(root, "vitest");
    // vitest ends with a trace without vite, which Yarn does not install with it
    const tests = vitest ? { vitest, vite: manifestOf(dirname(vitest), "vite") } : { vitest };
    const peers = { ...findPeers(root), ...tests };
    const missing = Object.entries(peers).flatMap(([name, found]) => (found ? [] : name));
    const remedy = addCommand(missing, root);
    const names = missing.join(", ");
    if (missing.some((name) => !(name in tests))) return problem(`not installed: ${names}`, remedy);
    if (missing.length > 0) return warning(`not installed: ${names}, which tests need`, remedy);
    const versions = Object.entries(peers).map(async ([name, manifest = ""]) => {
      const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
      return `${name} ${version}`;
    });
    return ok((await Promise.all(versions)).join(", "));
  },
});
