import { readFile } from "node:fs/promises";
import type { AssemblyStack } from "../assembly.ts";

/**
 * Whether a deployment of an equal template may change a stack: parameters that are in SSM are read again. That with the
 * version of the bootstrap stack is the harness's own.
 */
export async function readsParameters({ template }: AssemblyStack): Promise<boolean> {
  const { Parameters = {} } = JSON.parse(await readFile(template, "utf8")) as {
    Parameters?: Record<string, { Type?: string }>;
  };
  return Object.entries(Parameters).some(
    ([name, { Type = "" }]) => Type.startsWith("AWS::SSM::") && name !== "BootstrapVersion",
  );
}
