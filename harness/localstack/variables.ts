import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { homeFolder } from "../core/files/cache-folder.ts";

export interface EmbeddedSettings {
  port: number;
  /** The folder of this LocalStack, absolute. */
  folder: string;
  /** The Node.js that functions run on. */
  node: string;
  /** The folder that holds the plugin's Python package. */
  plugin: string;
  /** The project whose functions it runs. */
  project: string;
  /** It ends when its standard input does. */
  lifeline: boolean;
  /** What the caller adds. */
  extra?: Record<string, string> | undefined;
}

/** Where in its folder LocalStack keeps what. */
export const FILESYSTEM = "filesystem";
export const TEMPORARY = "tmp";
export const HOME = "home";

const { resolve } = createRequire(import.meta.url);

/** Where nothing listens (the discard port). */
const NOWHERE = "http://127.0.0.1:9";

/**
 * The whole environment of an embedded LocalStack: nothing of the user's is inherited. LocalStack reads more than a
 * hundred variables (`DEBUG`, `SERVICES`, `PERSISTENCE` …) and the files of the home folder, its libraries read `AWS_*`
 * and proxies, and Python reads `PYTHON*`.
 * @see https://docs.localstack.cloud/references/configuration/
 */
export function embeddedEnvironment(settings: EmbeddedSettings): Record<string, string> {
  const { port, folder, node, plugin, project, lifeline, extra } = settings;
  return {
    PATH: [dirname(node), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].join(":"),
    HOME: join(folder, HOME),
    LANG: "C.UTF-8",
    // Timestamp waits of Step Functions are wrong in any other zone
    TZ: "UTC",

    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `localhost:${port}`,
    FILESYSTEM_ROOT: join(folder, FILESYSTEM),
    CONFIG_DIR: join(folder, HOME),
    // code is unzipped there
    TMPDIR: join(folder, TEMPORARY),
    // a name server would need root, and might ask for it by sudo
    DNS_ADDRESS: "0",
    // a CI machine may be a container, but not LocalStack's own
    OVERRIDE_IN_DOCKER: "0",

    // nothing goes to the internet; the last one lacks a time-out, so it must fail at once
    DISABLE_EVENTS: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    API_ENDPOINT: NOWHERE,
    AWS_EC2_METADATA_DISABLED: "true",

    // Docker's SDK, which nothing uses then, is not imported
    LEGACY_DOCKER_CLIENT: "1",
    // its services call each other without HTTP, which took a quarter of its processor time
    IN_MEMORY_CLIENT: "1",
    // CloudFormation looks at once, not after a second, whether a function is there or up to date
    BOTO_WAITER_DELAY: "0",
    BOTO_WAITER_MAX_ATTEMPTS: "100000",

    // LocalStack's own are programs that it downloads; what has no other part is refused
    PROVIDER_OVERRIDE_DYNAMODB: "moto",
    PROVIDER_OVERRIDE_DYNAMODBSTREAMS: "moto",
    PROVIDER_OVERRIDE_KINESIS: "moto",
    HARNESS_DOWNLOADS: "0",

    LAMBDA_RUNTIME_EXECUTOR: "node-process",
    LAMBDA_NODE_BIN: node,
    // where the AWS SDK is found for functions that leave it out of their bundle
    LAMBDA_SDK_FOLDERS: [project, plugin].join(":"),
    HARNESS_JSONATA: resolve("jsonata"),
    HARNESS_HANDLEBARS: resolve("handlebars"),
    // seconds until a function's first sign of life; many at once on a busy machine take their time
    LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: "60",
    ...(lifeline && { HARNESS_LIFELINE: "1" }),
    HARNESS_STATE: folder,
    // hidden from functions
    HARNESS_USER_HOME: homeFolder(),

    ...pythonVariables(plugin),
    ...extra,
  };
}

/** Python then finds the environment and the plugin only, and nothing of the working folder or the home. */
export const pythonVariables = (plugin: string): Record<string, string> => ({
  PYTHONPATH: plugin,
  PYTHONSAFEPATH: "1",
  PYTHONNOUSERSITE: "1",
  PYTHONUNBUFFERED: "1",
  PYTHONUTF8: "1",
});
