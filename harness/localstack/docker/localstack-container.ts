import { LocalstackContainer } from "@testcontainers/localstack";
import { ImageName } from "testcontainers";
import { LOCALSTACK_IMAGE } from "./images.ts";

/** Names what belongs together: LocalStack's container, and those of its functions. */
export const INSTANCE_LABEL = "localstack-harness.instance";
/** On LocalStack's own container: the port of this machine at which it answers. */
export const PORT_LABEL = "localstack-harness.port";
/** On a container that outlives its starter: `true`. */
export const DETACHED_LABEL = "localstack-harness.detached";
/** On a container that is kept for the next run: whose it is. */
export const REUSE_LABEL = "localstack-harness.reuse";

/** Where LocalStack's image listens inside its container. */
const INNER_PORT = 4566;
const DOCKER_SOCKET = "/var/run/docker.sock";
const PLUGIN_FOLDER = "/opt/localstack-harness";

export interface ContainerOptions {
  instance: string;
  /** Published on this machine's loopback only. */
  port: number;
  pluginFolder: string;
  /** The daemon's socket, as the daemon's machine names it. */
  socket: string;
  /** Outlives this process: then nothing may remove it when this process ends. */
  kept: boolean;
  labels: Record<string, string>;
  env: Record<string, string>;
}

/** LocalStack's image with the plugin, Docker for its functions, and a port that it knows of. */
export class HarnessContainer extends LocalstackContainer {
  readonly #kept: boolean;
  readonly #port: number;

  constructor({ instance, port, pluginFolder, socket, kept, labels, env }: ContainerOptions) {
    super(ImageName.fromString(LOCALSTACK_IMAGE).string);
    this.#kept = kept;
    this.#port = port;
    const functionFlags = `-l ${INSTANCE_LABEL}=${instance}`;
    // the parent class adds the label by which Ryuk finds functions, and then sets the variable
    this.environment.LAMBDA_DOCKER_FLAGS = functionFlags;
    if (kept) this.withEnvironment({ LAMBDA_DOCKER_FLAGS: functionFlags });
    this.withName(`localstack-harness-${instance}`)
      .withLabels({ [INSTANCE_LABEL]: instance, [PORT_LABEL]: String(port), ...labels })
      .withEnvironment({
        LOCALSTACK_HOST: `localhost:${port}`,
        PYTHONPATH: PLUGIN_FOLDER,
        TZ: "UTC",
        // no name server, and no request to the internet
        DNS_ADDRESS: "0",
        DISABLE_EVENTS: "1",
        SKIP_SSL_CERT_DOWNLOAD: "1",
        API_ENDPOINT: "http://127.0.0.1:9",
        AWS_EC2_METADATA_DISABLED: "true",
        // its services call each other without HTTP, and within the trace of the request that they work for
        IN_MEMORY_CLIENT: "1",
        // seconds until a function's first sign of life; many at once on a busy machine take their time
        LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: "60",
        ...env,
      })
      .withCopyDirectoriesToContainer([{ source: pluginFolder, target: PLUGIN_FOLDER }])
      .withBindMounts([{ source: socket, target: DOCKER_SOCKET }])
      .withAutoCleanup(!kept);
    if (kept) this.hostConfig.AutoRemove = true;
  }

  protected override async beforeContainerCreated(): Promise<void> {
    // asks for Ryuk, which would remove a kept container's functions when this process ends
    if (!this.#kept) await super.beforeContainerCreated();
    this.hostConfig.PortBindings = {
      [`${INNER_PORT}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: String(this.#port) }],
    };
  }
}
