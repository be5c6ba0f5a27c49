import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import type { TestProject } from "vitest/node";
import { processesWith } from "./leftovers.ts";

/** A machine as a new user has it: an empty home, no tool but Node.js and npm, and our tarball. */
export interface World {
  /** Holds all the rest. */
  root: string;
  tarball: string;
  /** The whole environment of a user's commands. */
  env: Record<string, string>;
}

declare module "vitest" {
  interface ProvidedContext {
    world: World;
  }
}

/** How this machine reaches package registries: an empty home does not mean another network. */
const NETWORK =
  /^(https?|no|all)_proxy$|^(NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$|^(PIP|UV)_|^npm_config_registry$/i;

/** A `globalSetup`: makes the world once for all suites, and removes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "localstack-harness-package-")));
  const folders = { HOME: join(root, "home"), TMPDIR: join(root, "tmp") };
  const bin = join(root, "bin");
  for (const folder of [bin, ...Object.values(folders)]) await mkdir(folder, { recursive: true });
  await symlink(process.execPath, join(bin, "node"));
  const repository = join(import.meta.dirname, "../../..");
  const pack = ["pack", "--silent", "--workspace", "harness", "--pack-destination", root];
  const { stdout } = await execa("npm", pack, { cwd: repository });
  const tarball = join(root, stdout.trim().split("\n").at(-1) ?? "");
  const path = (process.env.PATH ?? "").split(delimiter);
  const network = Object.entries(process.env).filter((entry) => NETWORK.test(entry[0]));
  project.provide("world", {
    root,
    tarball,
    env: {
      ...(Object.fromEntries(network) as Record<string, string>),
      ...folders,
      // the tools of this repository are not the user's
      PATH: [bin, ...path.filter((folder) => !folder.includes("node_modules"))].join(delimiter),
      LANG: "C.UTF-8",
      NO_COLOR: "1",
    },
  });
  return async () => {
    const left = await processesWith(root);
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
    if (left.length > 0) throw new Error(`still running after the suites: ${left.join(", ")}`);
  };
}
