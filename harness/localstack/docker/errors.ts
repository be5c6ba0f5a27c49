/** What always works instead. */
const INSTEAD = "or use the embedded LocalStack, which needs no Docker: TARGET=embedded";

/** There is no Docker on this machine. */
export class DockerAbsentError extends Error {
  override readonly name = "DockerAbsentError";

  constructor(cause?: unknown) {
    super(`no Docker on this machine: install Docker Engine or Docker Desktop, ${INSTEAD}`, { cause });
  }
}

/** Docker is installed, but its daemon does not answer. */
export class DockerDaemonDownError extends Error {
  override readonly name = "DockerDaemonDownError";

  constructor(address: string, cause?: unknown) {
    super(
      `the Docker daemon does not answer at ${address}: start it (Docker Desktop, or sudo systemctl start docker), ${INSTEAD}`,
      { cause },
    );
  }
}

/** The daemon's socket is closed to this user. */
export class DockerPermissionError extends Error {
  override readonly name = "DockerPermissionError";

  constructor(socket: string, cause?: unknown) {
    super(
      `no permission to use Docker's socket ${socket}: add yourself to the group that owns it (sudo usermod -aG docker "$USER", then log in again), ${INSTEAD}`,
      { cause },
    );
  }
}

/** An image is not on this machine and cannot be pulled. */
export class ImageUnavailableError extends Error {
  override readonly name = "ImageUnavailableError";

  constructor(image: string, reason: string, cause?: unknown) {
    super(
      `the image ${image} is not on this machine and cannot be pulled (${reason}): go online for once and run docker pull ${image}, build a stand-in (docs/targets.md), ${INSTEAD}`,
      { cause },
    );
  }
}

/** LocalStack's container started, but never got ready. */
export class ContainerNotReadyError extends Error {
  override readonly name = "ContainerNotReadyError";

  constructor(reason: string, log: string, cause?: unknown) {
    super(`LocalStack's container ${reason}; its last lines:\n${log || "(nothing)"}`, { cause });
  }
}
