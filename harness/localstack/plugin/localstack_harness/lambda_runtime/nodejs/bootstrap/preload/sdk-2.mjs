// Version 2 of the AWS SDK does not know the variable AWS_ENDPOINT_URL, by which all others find LocalStack.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { registerHooks } from "./hooks.mjs";

/** The main module of its package. */
export const SDK_2 = /\/node_modules\/aws-sdk\/lib\/aws\.js$/;

const used = new Set();

/**
 * To be called before the module is loaded.
 * @param {string} module the address of its main module
 */
export function useEndpoint(module) {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint || used.has(module)) return;
  used.add(module);
  const settings = JSON.stringify({ endpoint, s3ForcePathStyle: true });
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url !== module) return loaded;
      const source = loaded.source ?? fs.readFileSync(fileURLToPath(url));
      return { ...loaded, source: `${source}\nmodule.exports.config.update(${settings});\n` };
    },
  });
}
