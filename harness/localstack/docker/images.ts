import { type ContainerRuntimeClient, ImageName } from "testcontainers";
import { imageUnavailable } from "./errors.ts";

/** The last release that needs no account; archived upstream, so its tag will not move. */
export const LOCALSTACK_IMAGE = "localstack/localstack:4.14.0";
/** What LocalStack runs functions of `nodejs24.x` in. */
export const NODE_RUNTIME_IMAGE = "public.ecr.aws/lambda/nodejs:24";

export interface PullOptions {
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What the daemon says while it pulls, layer by layer (Docker Engine API, `POST /images/create`). */
export interface PullEvent {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

/**
 * Makes sure that an image is on this machine; pulls it where it is not, and says how far that is.
 * @throws HarnessError `IMAGE_UNAVAILABLE`; the signal's reason (the daemon continues to pull)
 */
export async function ensureImage(
  client: ContainerRuntimeClient,
  image: string,
  { onProgress, signal }: PullOptions = {},
): Promise<void> {
  const name = ImageName.fromString(image);
  if (await client.image.exists(name)) return;
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  onProgress?.(`pulling ${image}`);
  try {
    const stream = await client.container.dockerode.pull(name.string, { abortSignal: signal });
    const meter = new PullMeter();
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      client.container.dockerode.modem.followProgress(
        stream,
        (error) => (error ? reject(error) : resolve()),
        (event: PullEvent) => {
          const done = meter.take(event);
          if (done) onProgress?.(`pulling ${image}: ${done}, ${seconds()}`);
        },
      );
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw imageUnavailable(image, error instanceof Error ? error.message : String(error), error);
  }
  onProgress?.(`pulled ${image} in ${seconds()}`);
}

/** Adds up the layers' progress; says something new at every twentieth of the whole. */
export class PullMeter {
  readonly #layers = new Map<string, { current: number; total: number }>();
  #said = 0;

  /** Megabytes so far, when there is something new to say. */
  take({ id, status, progressDetail }: PullEvent): string | undefined {
    if (status !== "Downloading" || !id || !progressDetail?.total) return undefined;
    this.#layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    const layers = [...this.#layers.values()];
    const current = layers.reduce((sum, layer) => sum + layer.current, 0);
    const total = layers.reduce((sum, layer) => sum + layer.total, 0);
    if (current - this.#said < total / 20) return undefined;
    this.#said = current;
    return `${megabytes(current)} of ${megabytes(total)} MB`;
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
