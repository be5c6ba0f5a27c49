import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What docs/services.json has. */
interface Services {
  services: {
    service: string;
    embedded: string;
    /** Default: the same. */
    container?: string;
    /** Paths of the suites that prove it. */
    suites: string[];
  }[];
  containerOnly: string;
  untested: string;
  refused: string;
}

export const ROOT = join(import.meta.dirname, "../..");
export const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
export const services = JSON.parse(read("docs/services.json")) as Services;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");

const row = ({ service, embedded, container = "the same" }: Services["services"][number]): string[] => [
  service,
  embedded,
  container,
];

/** The table with the services, for the README of the harness. */
export const servicesTable = ({ services: rows, containerOnly, untested, refused }: Services): string =>
  table(
    ["service", "embedded", "container"],
    [
      ...rows.map(row),
      [containerOnly, "no", "yes; some are downloaded at first use"],
      [untested, "LocalStack's API keeps what you create; not tested here", "the same"],
      [refused, "no", "no"],
    ],
  );

/** The short form, for the first page. */
export const shortTable = ({ services: rows, containerOnly, refused }: Services): string =>
  table(
    ["works on the embedded LocalStack (default)", "needs the container", "refused at deployment, by name"],
    [[rows.map(({ service }) => service).join(", "), containerOnly, refused]],
  );

/** docs/services.md: every service with the suites that prove it. */
export function servicesPage(data: Services): string {
  const proof = (suites: readonly string[]) =>
    suites.map((path) => `[${path.replace(/^integration\/|\.test\.ts$/g, "")}](../${path})`).join(", ");
  return `<!-- Written from docs/services.json: npm exec -- vitest run --project unit .ci/docs/services -u -->

# Supported services

What works, and which suite in \`integration/\` proves it. The suites run on the embedded LocalStack; the column
*container* is proven by the suites outside \`apps/\`, \`functions/\` and \`localstack/\`, which also run there, and is
otherwise what LocalStack documents. [Divergences](divergences.md) has the differences from AWS.

${table(
  ["service", "embedded", "container", "proven by"],
  data.services.map((each) => [...row(each), proof(each.suites)]),
)}

**Only in the container:** ${data.containerOnly}.

**Not tested here:** ${data.untested}. LocalStack's API keeps what you create.

**Refused at deployment, by the name of the resource:** ${data.refused}. Nothing is created then:
[nested](../integration/apps/nested.test.ts) and [streams](../integration/apps/streams.test.ts) prove it.
`;
}

/** A document with the text between the markers `<name>: begin` and `<name>: end` replaced. */
export const between = (name: string, document: string, text: string): string =>
  document.replace(
    new RegExp(`(<!-- ${name}: begin -->\\n\\n).*?(\\n\\n<!-- ${name}: end -->)`, "s"),
    (_, begin: string, end: string) => begin + text + end,
  );
