// JavaScript, because a Node.js that is too old reads no TypeScript
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** @typedef {"npm" | "pnpm" | "yarn" | "bun"} PackageManager */

/** @type {readonly [file: string, manager: PackageManager][]} */
const LOCKS = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/** How a user of each adds packages for development, and types a command of a package. */
const COMMANDS = {
  npm: { add: "npm install --save-dev", exec: "npx" },
  pnpm: { add: "pnpm add --save-dev", exec: "pnpm exec" },
  yarn: { add: "yarn add --dev", exec: "yarn" },
  bun: { add: "bun add --dev", exec: "bunx" },
};

/**
 * The package manager of a project, by the nearest lock file: in a monorepo it is in a folder above.
 * @param {string} [root] default: the working folder
 * @returns {PackageManager} npm where there is no lock file
 */
export function packageManagerOf(root = process.cwd()) {
  for (let folder = root; ; folder = dirname(folder)) {
    for (const [file, manager] of LOCKS) if (existsSync(join(folder, file))) return manager;
    if (folder === dirname(folder)) return "npm";
  }
}

/**
 * The command that adds packages to a project: `npm install --save-dev vitest`.
 * @param {readonly string[]} packages
 * @param {string} [root]
 */
export const addCommand = (packages, root) => [COMMANDS[packageManagerOf(root)].add, ...packages].join(" ");

/**
 * The command that runs a command of a package: `npx localstack-harness start`.
 * @param {string} command
 * @param {string} [root]
 */
export const execCommand = (command, root) => `${COMMANDS[packageManagerOf(root)].exec} ${command}`;

/**
 * The command that installs a project's packages: `npm install`.
 * @param {string} [root]
 */
export const installCommand = (root) => `${packageManagerOf(root)} install`;
