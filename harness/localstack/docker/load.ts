import { addCommand } from "../../core/installation/package-manager.mjs";
import { withPeers } from "../../core/installation/peers.ts";

/**
 * The code for containers. Loading it takes a third of a second, and it needs packages that not every project has.
 * @throws HarnessError `PEER_MISSING`
 */
export const loadContainers = (): Promise<typeof import("./container.ts")> =>
  withPeers(
    import("./container.ts"),
    (missing) =>
      `LocalStack in a container needs the package ${missing}: ${addCommand(["testcontainers", "@testcontainers/localstack"])}`,
  );
