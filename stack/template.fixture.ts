import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib/core";
import { PetCuddleOTron } from "./petcuddleotron.ts";
import { settingsFrom } from "./settings.ts";

// biome-ignore lint/suspicious/noExplicitAny: templates have no type
export type Json = any;
export interface Resource {
  Type: string;
  Properties: Json;
  DeletionPolicy?: string;
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: Json }>;
  [section: string]: Json;
}

/** What the CDK's command line hands over. */
export const CONTEXT = {
  ...JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8")).context,
  // AWS's own rules for templates take long, and are checked when the stack is deployed there
  "@aws-cdk/core:validateAgainstDefaultRules": false,
};

/** Leaves the functions without their code, which few tests look at. */
const WITHOUT_CODE = { "aws:cdk:bundling-stacks": [] };

/** The stack's template, as `cdk synth -c name=value …` writes it; `code` for a template with the functions' code. */
export function synthesise(context: Record<string, string> = {}, { code = false } = {}): Template {
  const outdir = mkdtempSync(join(tmpdir(), "petcuddleotron-synth-"));
  try {
    const app = new App({
      analyticsReporting: false,
      outdir,
      context: { ...CONTEXT, ...(!code && WITHOUT_CODE), ...context },
    });
    new PetCuddleOTron(app, "PetCuddleOTron", settingsFrom(app.node));
    return app.synth().getStackByName("PetCuddleOTron").template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export const LOCALSTACK = { localstack: "http://localhost:4566" };

/** The resources of one type, with their logical ids. */
export const resourcesOf = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** The properties of the resources of one type. */
export const propertiesOf = (template: Template, type: string): Json[] =>
  resourcesOf(template, type).map(([, { Properties }]) => Properties);

/**
 * A value with its references written out, as cdk-nag writes them: `arn:<AWS::Partition>:…`, `<StorageBucket.Arn>`.
 * Logical ids come without the hash at their end.
 */
export function readable(value: Json): Json {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const { Ref, "Fn::GetAtt": attribute, "Fn::Join": join_ } = value;
  if (Ref !== undefined) return `<${named(Ref)}>`;
  if (attribute !== undefined) return `<${named(attribute[0])}.${attribute[1]}>`;
  if (join_ !== undefined) return join_[1].map(readable).join(join_[0]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}

const named = (logicalId: string) => logicalId.replace(/(?<=[a-z]\w*)[0-9A-F]{8}$/, "");
