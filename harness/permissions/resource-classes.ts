import { fitsPattern, listed, type PolicyDocument, statementsOf } from "./policies/policy-document.ts";

/**
 * Resources that no statement distinguishes, such as most objects of a bucket: what IAM decides about one of them it
 * decides about all.
 */
export class ResourceClasses {
  readonly #patterns: readonly string[];
  readonly #known = new Map<string, string>();

  /** @param documents all policies that are evaluated */
  constructor(documents: readonly PolicyDocument[]) {
    const statements = documents.flatMap(statementsOf);
    const patterns = statements.flatMap(({ Resource, NotResource }) => [
      ...listed(Resource),
      ...listed(NotResource),
    ]);
    this.#patterns = [...new Set(patterns)];
  }

  /** Equal for resources of one class: where they are, their form, and the patterns that they fit, as a whole and in part. */
  of(resource: string): string {
    // a variable of a policy may be any text
    if (this.#patterns.some((pattern) => pattern.includes("${"))) return resource;
    const known = this.#known.get(resource);
    if (known !== undefined) return known;
    const [place, name] = placeAndName(resource);
    const fits = this.#patterns.map((pattern) => [
      Number(fitsPattern(resource, pattern)),
      Number(fitsPattern(name, placeAndName(pattern)[1])),
    ]);
    const found = `${place} ${name.replace(/[^:/]+/g, "x")} ${fits.flat().join("")}`;
    this.#known.set(resource, found);
    return found;
  }
}

/** The parts of an ARN: partition, service, region and account; and the resource. */
function placeAndName(arn: string): [place: string, name: string] {
  const parts = arn.split(":");
  return [parts.slice(0, 5).join(":"), parts.slice(5).join(":")];
}
