import { expect, test } from "vitest";
import { Filter } from "./filter.ts";

const ENTRIES = {
  change: { kind: "functions" },
  failure: { kind: "failure" },
  request: { kind: "request", tone: "plain" },
  "failed request": { kind: "request", tone: "bad" },
  execution: { kind: "execution", tone: "good" },
  mail: { kind: "mail", tone: "mail" },
  error: { kind: "log", tone: "bad" },
} as const;

const ERRORS = ["failure", "failed request", "error"];

test("each filter shows its kind and all errors, and the last leads to the first", () => {
  const filter = new Filter();
  const shown = () => Object.entries(ENTRIES).flatMap(([name, entry]) => (filter.shows(entry) ? name : []));
  const all = Object.keys(ENTRIES);
  expect(shown()).toEqual(all);
  const found = Array.from({ length: 6 }, () => [filter.next(), shown()] as const);
  expect(found.map(([name, names]) => [name, names.filter((each) => !ERRORS.includes(each))])).toEqual([
    ["changes only", ["change"]],
    ["requests only", ["request"]],
    ["executions only", ["execution"]],
    ["mails only", ["mail"]],
    ["errors only", []],
    ["everything", all.filter((each) => !ERRORS.includes(each))],
  ]);
  for (const [, names] of found) expect(names).toEqual(expect.arrayContaining(ERRORS));
});
