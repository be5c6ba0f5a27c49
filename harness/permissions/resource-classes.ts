import { fitsPattern, listed, type PolicyDocument, statementsOf } from "./policies/policy-document.ts";

/**
 * Resources that no statement distinguishes, such as most objects of a bucket: what IAM decides about one of them it
 * decides about all.
 */
export class ResourceClasses {
  readonly #patterns: readonly { whole: string; name: string }[];
  /** A variable of a policy may be any text: each resource is a class. */
  readonly #hasVariables: boolean;

  /** @param documents all policies that are evaluated */
  constructor(documents: readonly PolicyDocument[]) {
    const statements = documents.flatMap(statementsOf);
    const patterns = statements.flatMap(({ Resource, NotResource }) => [
      ...listed(Resource),
      ...listed(NotResource),
    ]);
    this.#patterns = [...new Set(patterns)].map((whole) => ({ whole, name: placeAndName(whole)[1] }));
    this.#hasVariables = patterns.some((pattern) => pattern.includes("${"));
  }

  /** Equal for resources of one class: where they are, their form, and the patterns that they fit, as a whole and in part. */
  of(resource: string): string {
    if (this.#hasVariables) return resource;
    const [place, name] = placeAndName(resource);
    const fits = this.#patterns.flatMap((pattern) => [
      Number(fitsPattern(resource, pattern.whole)),
      Number(fitsPattern(name, pattern.name)),
    ]);
    return `${place} ${name.replace(/[^:/]+/g, "x")} ${fits.join("")}`;
  }
}

/** The parts of an ARN: partition, service, region and account; and the resource. */
function placeAndName(arn: string): [place: string, name: string] {
  const parts = arn.split(":");
  return [parts.slice(0, 5).join(":"), parts.slice(5).join(":")];
}
