import type { ForeignApp } from "./foreign-app.ts";

interface Package {
  name: string;
  /** As its manifest names it: an SPDX identifier or expression. */
  licence: string;
}

/** A bill of materials in the form of CycloneDX, as `npm sbom` writes it. */
interface Sbom {
  components: {
    "bom-ref": string;
    name: string;
    licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** The packages that the harness brings into a project: without its peers, which are the project's own choice. */
export async function installedBy(app: ForeignApp): Promise<Package[]> {
  const sbom: Sbom = JSON.parse(await app.run("npm", "sbom", "--sbom-format", "cyclonedx"));
  const { peerDependencies } = JSON.parse(await app.read("node_modules/localstack-harness/package.json"));
  const components = new Map(sbom.components.map((component) => [component["bom-ref"], component]));
  const dependencies = new Map(sbom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const found = new Map<string, Package>();
  const visit = (ref: string): void => {
    const component = components.get(ref);
    if (!component || found.has(ref)) return;
    const { name, licenses = [] } = component;
    const [{ expression, license } = {}] = licenses;
    found.set(ref, { name, licence: expression ?? license?.id ?? license?.name ?? "none" });
    for (const next of dependencies.get(ref) ?? []) {
      const isPeer = name === "localstack-harness" && (components.get(next)?.name ?? "") in peerDependencies;
      if (!isPeer) visit(next);
    }
  };
  for (const [ref, { name }] of components) if (name === "localstack-harness") visit(ref);
  return [...found.values()];
}
