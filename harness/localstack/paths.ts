import { join } from "node:path";
import { findProjectRoot } from "../core/project-root.ts";

/** The project that LocalStack runs for. */
export const PROJECT_ROOT = findProjectRoot();

/** All that LocalStack needs and leaves on this machine. Git ignores it; deleting it is safe when nothing runs. */
export const LOCALSTACK_FOLDER = stateRoot(PROJECT_ROOT);

/** Where a project keeps what LocalStack needs and leaves. */
export function stateRoot(project: string): string {
  return join(project, ".localstack");
}

/** The Python environment, built once. */
export const ENVIRONMENT_FOLDER = join(LOCALSTACK_FOLDER, "python");

/** What one LocalStack keeps while it runs, its log included. */
export const stateFolder = (port: number, base = LOCALSTACK_FOLDER): string => join(base, `state-${port}`);

/** The plugin: the folder that goes on Python's path. */
export const PLUGIN_FOLDER = join(import.meta.dirname, "plugin");
