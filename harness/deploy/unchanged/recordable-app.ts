import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The CDK app of a project, as a command for the shell. The CDK's command line runs a file with Node.js, too. */
export async function appCommand(root: string, chosen: string | undefined): Promise<string> {
  const cdk = JSON.parse(await readFile(join(root, "cdk.json"), "utf8").catch(() => "{}")) as {
    app?: string;
  };
  const app = chosen ?? cdk.app ?? "";
  return /^\S+\.[cm]?js$/.test(app) ? `node ${app}` : app;
}

/** Whether a command starts nothing but one process of Node.js, which can record all that the app does. */
export const isRecordable = (command: string): boolean =>
  /^(npx (-\S+ )*)?(node|ts-node|tsx) /.test(command) && !/[;&|<>$`(){}*?\n\\]/.test(command);
