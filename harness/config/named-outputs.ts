import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import type { Deployment, HarnessConfig } from "./config.ts";

/**
 * The value of an output that a setting names.
 * @param setting such as `site.bucket`
 * @throws HarnessError `OUTPUT_MISSING`
 */
export function outputOf({ outputs }: Pick<Deployment, "outputs">, name: string, setting: string): string {
  const value = outputs[name];
  if (value !== undefined) return value;
  const names = Object.keys(outputs);
  const next = didYouMean(name, names) || `, only ${names.join(", ") || "none at all"}: name one of these`;
  throw new HarnessError("OUTPUT_MISSING", `${setting}: no stack has the output ${name}${next}`);
}

/**
 * Makes sure that the app has each output that the settings name.
 * @throws HarnessError `OUTPUT_MISSING`
 */
export function assertOutputs(
  deployment: Pick<Deployment, "outputs">,
  { site, addresses = {}, permissions }: HarnessConfig,
): void {
  if (site) outputOf(deployment, site.bucket, "site.bucket");
  for (const [label, name] of Object.entries(addresses)) outputOf(deployment, name, `addresses.${label}`);
  for (const name of permissions?.tlsOnly ?? []) outputOf(deployment, name, "permissions.tlsOnly");
}
