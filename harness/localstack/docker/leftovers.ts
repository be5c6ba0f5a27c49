import type { ContainerRuntimeClient } from "testcontainers";

type ContainerInfo = Awaited<ReturnType<ContainerRuntimeClient["container"]["list"]>>[number];

/** Containers, running or not, that carry a label with this value. */
export function labelled(
  { container }: ContainerRuntimeClient,
  label: string,
  value: string,
): Promise<ContainerInfo[]> {
  return container.dockerode.listContainers({ all: true, filters: { label: [`${label}=${value}`] } });
}

/** Removes all containers that carry a label with this value, running or not; they are gone afterwards. */
export async function removeLabelled(
  client: ContainerRuntimeClient,
  label: string,
  value: string,
): Promise<void> {
  const containers = await labelled(client, label, value);
  await Promise.all(
    containers.map(async ({ Id }) => {
      const container = client.container.dockerode.getContainer(Id);
      try {
        await container.remove({ force: true, v: true }).catch(async (error: unknown) => {
          if (!isGone(error)) throw error;
          // Docker may be at it already
          await container.wait({ condition: "removed" });
        });
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }),
  );
}

/** The daemon says that a container is not there (any more), or that its removal is under way. */
export const isGone = (error: unknown): boolean =>
  [404, 409].includes((error as { statusCode?: number }).statusCode ?? 0);
