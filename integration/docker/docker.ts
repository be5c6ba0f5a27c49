import { execa } from "execa";
import { poll } from "localstack-harness";

/** On LocalStack's container and on those of its functions. */
export const INSTANCE_LABEL = "localstack-harness.instance";

export interface ContainerLine {
  name: string;
  image: string;
  state: string;
  labels: string;
  ports: string;
}

const FORMAT = ["Names", "Image", "State", "Labels", "Ports"].map((field) => `{{.${field}}}`).join("\t");

/** `docker ps --all`, of what has a label. */
export async function containers(label: string): Promise<ContainerLine[]> {
  const { stdout } = await execa("docker", ["ps", "--all", "--filter", `label=${label}`, "--format", FORMAT]);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", image = "", state = "", labels = "", ports = ""] = line.split("\t");
      return { name, image, state, labels, ports };
    });
}

/** Waits until nothing with a label is left. */
export async function untilNone(label: string, within: number): Promise<void> {
  await poll({ awaiting: `no container with the label ${label}`, within }, async () => {
    const left = await containers(label);
    return left.length === 0
      ? { done: true }
      : { seen: left.map(({ name, state }) => `${name} (${state})`).join(", ") };
  });
}

/** The label of the LocalStack whose container publishes a port of this machine. */
export async function instanceAt(endpoint: string): Promise<string> {
  const { port } = new URL(endpoint);
  const found = (await containers(INSTANCE_LABEL)).find(({ ports }) => ports.includes(`127.0.0.1:${port}->`));
  const id = found?.labels.split(",").find((label) => label.startsWith(`${INSTANCE_LABEL}=`));
  if (!id) throw new Error(`no container of LocalStack publishes port ${port}`);
  return id;
}
