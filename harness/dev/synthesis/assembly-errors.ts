import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../../core/errors.ts";

interface Message {
  type: string;
  data?: unknown;
}

interface Manifest {
  missing?: unknown[];
  artifacts?: Record<
    string,
    {
      metadata?: Record<string, Message[]>;
      additionalMetadataFile?: string;
      properties?: { directoryName?: string };
    }
  >;
}

/**
 * Looks for what the CDK's command line would refuse.
 * @returns whether the app asks for values that only the command line looks up
 * @throws HarnessError `CDKLOCAL_FAILED` with the errors that constructs annotated
 */
export async function checkAssembly(folder: string): Promise<{ needsLookups: boolean }> {
  const { missing = [], artifacts = {} } = await readJson<Manifest>(join(folder, "manifest.json"));
  const errors: string[] = [];
  let needsLookups = missing.length > 0;
  for (const { metadata = {}, additionalMetadataFile, properties } of Object.values(artifacts)) {
    const more = additionalMetadataFile
      ? await readJson<Record<string, Message[]>>(join(folder, additionalMetadataFile))
      : {};
    for (const [path, messages] of Object.entries({ ...metadata, ...more }))
      for (const { type, data } of messages)
        if (type === "aws:cdk:error")
          errors.push(`${path}: ${typeof data === "string" ? data : JSON.stringify(data)}`);
    if (properties?.directoryName)
      needsLookups ||= (await checkAssembly(join(folder, properties.directoryName))).needsLookups;
  }
  if (errors.length > 0)
    throw new HarnessError("CDKLOCAL_FAILED", `the CDK app does not synthesise: ${errors.join("\n")}`);
  return { needsLookups };
}

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, "utf8")) as T;
