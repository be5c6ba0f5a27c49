import { join } from "node:path";
import { findProjectRoot } from "../core/files/project-root.ts";

/** The project that LocalStack runs for. */
export const PROJECT_ROOT = findProjectRoot();

/** What LocalStack leaves in the project. Git ignores it; deleting it is safe when nothing runs. */
export const LOCALSTACK_FOLDER = stateRoot(PROJECT_ROOT);

/** Where a project keeps what LocalStack leaves. */
export function stateRoot(project: string): string {
  return join(project, ".localstack");
}

/** The plugin: the folder for Python's path. */
export const PLUGIN_FOLDER = join(import.meta.dirname, "plugin");
