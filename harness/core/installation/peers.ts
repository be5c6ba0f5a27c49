import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { HarnessError } from "../errors.ts";
import { missingPackage } from "./missing-package.mjs";
import { addCommand } from "./package-manager.mjs";

/** The `package.json` of a package, as the code in a folder finds it; it may be hoisted. */
export function manifestOf(from: string, name: string): string | undefined {
  try {
    return createRequire(join(from, "package.json")).resolve(`${name}/package.json`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/**
 * The packages of a project that every deployment needs, by their `package.json`.
 * @param harness where the harness is: in a monorepo the CDK may be a dependency of another package than the app's root
 */
export function findPeers(
  root: string,
  harness = import.meta.dirname,
): Record<"aws-cdk" | "aws-cdk-lib" | "constructs", string | undefined> {
  const library = manifestOf(root, "aws-cdk-lib") ?? manifestOf(harness, "aws-cdk-lib");
  return {
    "aws-cdk": manifestOf(root, "aws-cdk"),
    "aws-cdk-lib": library,
    // without it, the exports of the library are undefined, and an app fails with an error that does not name it
    constructs: manifestOf(library ? dirname(library) : root, "constructs"),
  };
}

/**
 * Makes sure that a project has the packages that a deployment needs.
 * @throws HarnessError `PEER_MISSING`
 */
export function assertPeers(root: string, harness?: string): void {
  const missing = Object.entries(findPeers(root, harness)).flatMap(([name, found]) => (found ? [] : name));
  if (missing.length === 0) return;
  const names = missing.join(", ");
  throw new HarnessError("PEER_MISSING", `${root} has no ${names}: ${addCommand(missing, root)}`);
}

/**
 * Waits for the import of code that needs optional peers.
 * @param explain the message, with what to install, from the name of the package that is missing
 * @throws HarnessError `PEER_MISSING`
 */
export async function withPeers<Module>(
  loading: Promise<Module>,
  explain: (missing: string) => string,
): Promise<Module> {
  try {
    return await loading;
  } catch (cause) {
    const missing = missingPackage(cause);
    if (!missing) throw cause;
    throw new HarnessError("PEER_MISSING", explain(missing), { cause });
  }
}
