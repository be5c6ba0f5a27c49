import { HarnessError } from "../../core/errors.ts";

/** What always works instead. */
const INSTEAD = "or use the embedded LocalStack, which needs no Docker: TARGET=embedded";

/** Codes of errors that mean: there is no Docker that can be used. */
const WITHOUT_DOCKER = new Set(["DOCKER_ABSENT", "DOCKER_DOWN", "DOCKER_FORBIDDEN"]);

/** Whether an error says that there is no Docker that can be used. */
export const isWithoutDocker = (error: unknown): boolean =>
  error instanceof HarnessError && WITHOUT_DOCKER.has(error.code);

export const dockerAbsent = (cause?: unknown): HarnessError =>
  new HarnessError(
    "DOCKER_ABSENT",
    `no Docker on this machine: install Docker Engine or Docker Desktop, ${INSTEAD}`,
    { cause },
  );

/** Docker is installed, but its daemon does not answer. */
export const dockerDown = (address: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "DOCKER_DOWN",
    `the Docker daemon does not answer at ${address}: start it (Docker Desktop, or sudo systemctl start docker), ${INSTEAD}`,
    { cause },
  );

/** The daemon's socket is closed to this user. */
export const dockerForbidden = (socket: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "DOCKER_FORBIDDEN",
    `no permission to use Docker's socket ${socket}: add yourself to the group that owns it (sudo usermod -aG docker "$USER", then log in again), ${INSTEAD}`,
    { cause },
  );

/** An image is not on this machine and cannot be pulled. */
export const imageUnavailable = (image: string, reason: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "IMAGE_UNAVAILABLE",
    `the image ${image} is not on this machine and cannot be pulled (${reason}): go online once and run docker pull ${image}, build a stand-in (docs/targets.md), ${INSTEAD}`,
    { cause },
  );

/** LocalStack's container started, but did not get ready. */
export const containerNotReady = (reason: string, log: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "CONTAINER_NOT_READY",
    `LocalStack's container ${reason}; its last lines:\n${log || "(nothing)"}`,
    { cause },
  );
