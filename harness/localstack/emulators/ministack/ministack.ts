import { dirname, join } from "node:path";
import { HOME, pythonVariables, TEMPORARY } from "../../variables.ts";
import type { Emulator } from "../emulator.ts";

/** MiniStack 1.5.33, an emulator of AWS that shares no code with LocalStack and needs no Docker. */
export const MINISTACK: Emulator = {
  target: "ministack",
  venv: { title: "MiniStack", requirements: join(import.meta.dirname, "requirements.txt") },
  command: [join(import.meta.dirname, "companion.py")],
  executor: "ministack",
  environment: ({ port, folder, node, plugin, lifeline, extra }) => ({
    // functions run on it
    PATH: [dirname(node), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    HOME: join(folder, HOME),
    TMPDIR: join(folder, TEMPORARY),
    LANG: "C.UTF-8",
    TZ: "UTC",

    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(port),
    S3_DATA_DIR: join(folder, "s3"),
    // of calls without a signature, such as those to an API
    MINISTACK_ACCOUNT_ID: "000000000000",
    MINISTACK_REGION: "us-east-1",
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    // at its start it removes containers of other MiniStacks
    DOCKER_HOST: `unix://${join(folder, "no-docker")}`,

    ...(lifeline && { HARNESS_LIFELINE: "1" }),
    HARNESS_STATE: folder,
    ...pythonVariables(plugin),
    ...extra,
  }),
};
