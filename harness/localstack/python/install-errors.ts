/** The environment cannot be written where it belongs. */
export class WritePermissionError extends Error {
  override readonly name = "WritePermissionError";

  constructor(folder: string, detail: string, cause?: unknown) {
    super(
      `no permission to write in ${folder} (${detail}): make it writable for you, or use a checkout that is`,
      {
        cause,
      },
    );
  }
}

/** The disk, or the share of it that this person may use, is full. */
export class DiskFullError extends Error {
  override readonly name = "DiskFullError";

  constructor(folder: string, detail: string, cause?: unknown) {
    super(
      `the disk is full (${detail}): LocalStack needs about 300 MB in ${folder}; free some, then start again`,
      {
        cause,
      },
    );
  }
}

/** The packages could not be downloaded. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";

  constructor(detail: string) {
    super(
      "the packages of LocalStack could not be downloaded: the first start needs the Python package index, " +
        `or a mirror of it by PIP_INDEX_URL; check the network, then start again\n${detail}`,
    );
  }
}

/** The Python has no means to install packages, and uv is not there either. */
export class InstallerMissingError extends Error {
  override readonly name = "InstallerMissingError";

  constructor(python: string, version: string) {
    super(
      `${python} (Python ${version}) comes without ensurepip: install it (on Debian and Ubuntu: ` +
        "apt install python3.13-venv), or uv (https://docs.astral.sh/uv/), then start again",
    );
  }
}

/** The installation failed for another reason; the message holds what the installer said. */
export class InstallError extends Error {
  override readonly name = "InstallError";

  constructor(step: string, exitCode: number, detail: string) {
    super(`${step} failed with exit code ${exitCode}:\n${detail}`);
  }
}

const FULL = /no space left on device|os error 28|disk quota exceeded|ENOSPC|EDQUOT/i;
const FORBIDDEN = /permission denied|read-only file system|operation not permitted|EACCES|EROFS|EPERM/i;
const NETWORK =
  /failed to (fetch|download)|could not fetch|no matching distribution|could not find a version|connect(ion)? (error|refused|reset|timed out|broken)|name resolution|network is unreachable|max retries|dns error|error sending request|timed out|ssl|certificate|proxy/i;

/** What a failed command's output means. */
export function installError(folder: string, step: string, exitCode: number, output: string): Error {
  const disk = diskError(folder, output);
  if (disk) return disk;
  const last = output.trim().split("\n").slice(-LINES_SHOWN).join("\n");
  return NETWORK.test(output) ? new DownloadError(last) : new InstallError(step, exitCode, last);
}

const LINES_SHOWN = 8;

/** The error that a program's output tells of the disk, if it does. */
export function diskError(folder: string, output: string): Error | undefined {
  const line = (pattern: RegExp) =>
    output
      .split("\n")
      .find((text) => pattern.test(text))
      ?.trim();
  const full = line(FULL);
  if (full) return new DiskFullError(folder, full);
  const forbidden = line(FORBIDDEN);
  return forbidden ? new WritePermissionError(folder, forbidden) : undefined;
}

/** What a failed operation on files means; any other error as it is. */
export function fileError(folder: string, error: unknown): unknown {
  const { code = "", message = "" } = error as NodeJS.ErrnoException;
  if (/^(ENOSPC|EDQUOT)$/.test(code)) return new DiskFullError(folder, message, error);
  if (/^(EACCES|EPERM|EROFS)$/.test(code)) return new WritePermissionError(folder, message, error);
  return error;
}
