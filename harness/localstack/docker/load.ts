import { HarnessError } from "../../core/errors.ts";
import { missingPackage } from "../../core/installation/missing-package.mjs";
import { addCommand } from "../../core/installation/package-manager.mjs";

/**
 * The code for containers. Loading it takes a third of a second, and it needs packages that not every project has.
 * @throws HarnessError `PEER_MISSING`
 */
export async function loadContainers(): Promise<typeof import("./container.ts")> {
  try {
    return await import("./container.ts");
  } catch (cause) {
    const missing = missingPackage(cause);
    if (!missing) throw cause;
    throw new HarnessError(
      "PEER_MISSING",
      `LocalStack in a container needs the package ${missing}: ${addCommand(["testcontainers", "@testcontainers/localstack"])}`,
      { cause },
    );
  }
}
