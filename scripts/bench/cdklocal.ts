import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** Runs cdklocal in a project on a running LocalStack, as a developer without the harness does. */
export async function cdklocal(
  args: readonly string[],
  { root, endpoint, signal }: { root: string; endpoint: string; signal: AbortSignal },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cdklocal-"));
  try {
    await execa("cdklocal", [...args, "--context", `localstack=${endpoint}`, "--output", folder], {
      preferLocal: true,
      cwd: root,
      cancelSignal: signal,
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_S3: endpoint,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_REGION: "us-east-1",
        AWS_DEFAULT_REGION: "us-east-1",
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
