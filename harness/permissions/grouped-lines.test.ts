import { describe, expect, test } from "vitest";
import { type Line, oneEach, shapeOf } from "./grouped-lines.ts";

const line = (resource: string, fields: Partial<Line> = {}): Line => ({
  kind: "denied",
  before: "Role may not s3:PutObject on ",
  resource,
  after: ": no statement allows it",
  times: 1,
  ...fields,
});
const texts = (lines: Line[]) => oneEach(lines).map(({ text }) => text);
const BUCKET = "arn:aws:s3:::bucket";

describe("findings", () => {
  test("about one resource count how often it was recorded", () => {
    expect(texts([line(`${BUCKET}/a`), line(`${BUCKET}/a`, { times: 2 })])).toEqual([
      `Role may not s3:PutObject on ${BUCKET}/a: no statement allows it (3 times)`,
    ]);
  });

  test("that differ in an id are one", () => {
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
    expect(texts([line(`${BUCKET}/sent/${one}.json`), line(`${BUCKET}/sent/${other}.json`)])).toEqual([
      `Role may not s3:PutObject on ${BUCKET}/sent/*.json, such as ${BUCKET}/sent/${one}.json: no statement allows it (2 times)`,
    ]);
  });

  test("about many resources below one path are one", () => {
    const lines = ["rex", "tom", "max", "kim"].map((name) => line(`${BUCKET}/sent/${name}`, { times: 0 }));
    expect(texts(lines)).toEqual([
      `Role may not s3:PutObject on ${BUCKET}/sent/*, such as ${BUCKET}/sent/rex: no statement allows it`,
    ]);
    expect(texts(lines.slice(0, 3))).toHaveLength(3);
  });

  test("of another kind, caller or reason stay apart", () => {
    const lines = [
      line(BUCKET),
      line(BUCKET, { kind: "unknown" }),
      line(BUCKET, { before: "Other may not s3:PutObject on " }),
      line(BUCKET, { after: ": a statement refuses it" }),
    ];
    expect(oneEach(lines)).toHaveLength(4);
  });
});

test.each([
  ["arn:aws:s3:::b/8f0fad5b-d9cb-469f-a165-70867728950e", "arn:aws:s3:::b/*"],
  [
    "arn:aws:ses:us-east-1:000000000000:identity/test-19a68abe-f0fb@inbox.example",
    "arn:aws:ses:us-east-1:000000000000:identity/test-*@inbox.example",
  ],
  ["arn:aws:iam::000000000000:role/SendRole", "arn:aws:iam::000000000000:role/SendRole"],
  ["arn:aws:s3:::facade/effaced", "arn:aws:s3:::facade/effaced"],
  ["*", "*"],
])("the shape of %s is %s", (resource, shape) => {
  expect(shapeOf(resource)).toBe(shape);
});
