/** Python environments with what a lock file names, each built once on a machine: for tools that are written in Python. */
import "../../core/installation/require-node.ts";

export { pythonOf } from "./install.ts";
export { ensureLocalStackVenv } from "./localstack-venv.ts";
export { ensureVenv, type VenvOptions } from "./venv.ts";
