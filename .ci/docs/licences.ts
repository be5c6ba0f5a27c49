import { read } from "./services.ts";

interface LockedPackage {
  license?: string;
  dependencies?: Record<string, string>;
}

const packages = (JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> })
  .packages;

/** The place in package-lock.json of a package that another one depends on: the nearest above it. */
function placeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    const place = `${folder && `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") return undefined;
  }
}

/** Licences of all packages that the harness depends on, by their place: what `npm install localstack-harness` brings. */
export function installedLicences(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (names: readonly string[], from: string): void => {
    for (const name of names) {
      const place = placeOf(name, from) ?? placeOf(name, "");
      if (place === undefined || found.has(place)) continue;
      const { license = "none", dependencies = {} } = packages[place] ?? {};
      found.set(place, license);
      add(Object.keys(dependencies), place);
    }
  };
  add(Object.keys(packages.harness?.dependencies ?? {}), "harness");
  return found;
}

/** A table of the licences, the most frequent first. */
export function licencesTable(licences: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const licence of licences.values()) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return ["| licence | packages |", "|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}
