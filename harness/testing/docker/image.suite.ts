/** Promise: an image that cannot be had is one sentence, with what to do. */
import { expect, test } from "vitest";
import { connectDocker } from "../../localstack/docker/daemon.ts";
import { ensureImage } from "../../localstack/docker/images.ts";

test("an image that no registry has", async () => {
  const client = await connectDocker();
  await expect(ensureImage(client, "localstack/localstack:no-such-release")).rejects.toThrow(
    /localstack:no-such-release is not on this machine and cannot be pulled \(.+\): .*TARGET=embedded/,
  );
});
