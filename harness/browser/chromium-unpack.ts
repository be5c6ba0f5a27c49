/**
 * `@sparticuz/chromium` unpacks to fixed names in the temporary folder, uses a half-written file as if it were complete,
 * and adds its libraries only on Lambda. So it runs in a child process with the environment of Lambda and a separate
 * temporary folder, and the result is renamed into place when it is complete.
 */
import { access, chmod, constants, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { lock } from "proper-lockfile";

const STAGING = "unpacking-";

/**
 * Unpacks into `ready`, a folder inside `folder`; one process does, others wait and find it done. When it fails (no room,
 * no right to write, a damaged archive), it leaves no files.
 */
export async function unpackChromium(packageFolder: string, folder: string, ready: string): Promise<void> {
  await access(folder, constants.W_OK); // the lock would be retried for two minutes
  const release = await lock(folder, {
    retries: { retries: 240, factor: 1, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if (await isThere(ready)) return; // another process was faster
    // left by a process that was killed
    for (const entry of await readdir(folder)) {
      if (entry.startsWith(STAGING)) await rm(join(folder, entry), { recursive: true });
    }
    const staging = join(folder, `${STAGING}${process.pid}`);
    try {
      await mkdir(join(staging, "home"), { recursive: true });
      await runUnpacker(staging, packageFolder);
      await writeFile(join(staging, "fonts.conf"), fontsConfiguration(ready));
      await chmod(join(staging, "chromium"), 0o755);
      await rename(staging, ready);
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await release();
  }
}

async function runUnpacker(staging: string, packageFolder: string): Promise<void> {
  const entry = pathToFileURL(join(packageFolder, "build", "index.js")).href;
  const script = `import chromium from ${JSON.stringify(entry)};
    process.on("uncaughtException", (error) => { console.error(error.message); process.exit(1); });
    await chromium.executablePath();`;
  const { failed, stderr, exitCode, signal } = await execa(
    process.execPath,
    ["--input-type=module", "--eval", script],
    {
      env: { TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x", NODE_OPTIONS: "" },
      stdin: "ignore",
      reject: false,
    },
  );
  if (failed) throw new Error(stderr || `unpacking ended with ${signal ?? `code ${exitCode}`}`);
}

/** The machine's fonts, if any, and the packaged one: Chromium stops without any. */
const fontsConfiguration = (ready: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${escapeXml(join(ready, "fonts"))}</dir>
  <cachedir>${escapeXml(join(ready, "home", "fonts-cache"))}</cachedir>
</fontconfig>
`;

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
