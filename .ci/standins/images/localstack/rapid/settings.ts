/** The settings that LocalStack passes to the init of a function, and the user that functions run as on AWS. */
import { appendFileSync, chmodSync, chownSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Settings {
  /** Where LocalStack listens for this environment, e.g. http://172.17.0.2:4566/_localstack_lambda/<id>. */
  endpoint: string;
  runtimeId: string;
  functionVersion: string;
  memoryMegabytes: string;
  timeoutMs: number;
  maxPayloadBytes: number;
}

/** LocalStack's own, which a function must not see; `HOSTNAME` and `HOME` do not exist on AWS either. */
const HIDDEN = /^(LOCALSTACK_(?!HOSTNAME$).*|HOSTNAME|HOME)$/;
const USER = { name: "sbx_user1051", uid: 993, gid: 990 };

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`environment variable ${name} is missing`);
  return value;
}

/** Reads the settings, and takes out of `process.env` what the function must not see. */
export function readSettings(): Settings {
  const settings = {
    endpoint: required("LOCALSTACK_RUNTIME_ENDPOINT"),
    runtimeId: required("LOCALSTACK_RUNTIME_ID"),
    functionVersion: required("AWS_LAMBDA_FUNCTION_VERSION"),
    memoryMegabytes: required("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
    timeoutMs: Number(required("AWS_LAMBDA_FUNCTION_TIMEOUT")) * 1000,
    maxPayloadBytes: Number(process.env.LOCALSTACK_MAX_PAYLOAD_SIZE ?? 6 * 1024 * 1024 + 100),
  };
  changeModes(JSON.parse(process.env.LOCALSTACK_CHMOD_PATHS ?? "[]"));
  for (const name of Object.keys(process.env)) if (HIDDEN.test(name)) delete process.env[name];
  return settings;
}

function changeModes(paths: { path: string; mode: string }[]): void {
  for (const { path, mode } of paths) {
    const bits = Number.parseInt(mode, 8);
    chmodSync(path, bits);
    for (const name of readdirSync(path, { recursive: true, encoding: "utf8" }))
      chmodSync(join(path, name), bits);
  }
}

/** Functions run as an ordinary user who owns /tmp only. */
export function dropPrivileges(): void {
  const entry = `${USER.name}:x:${USER.uid}:${USER.gid}::/home/${USER.name}:/sbin/nologin\n`;
  if (!readFileSync("/etc/passwd", "utf8").includes(entry)) appendFileSync("/etc/passwd", entry);
  chownSync("/tmp", USER.uid, USER.gid);
  process.setgroups?.([]);
  process.setgid?.(USER.gid);
  process.setuid?.(USER.uid);
}
