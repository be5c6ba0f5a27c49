import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { activityLine, clockTime } from "./activity-event.ts";

const time = new Date(2026, 1, 3, 4, 5, 6);
const plain = new PassThrough();

test("a line has the time, the id and what happened", () => {
  const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
  expect(clockTime(time)).toBe("04:05:06");
  expect(activityLine({ kind: "mail", time, id, text: "Timer", tone: "plain" }, plain)).toBe(
    `04:05:06  ${id}  Timer`,
  );
});

test("without an id the columns stay", () => {
  const line = activityLine({ kind: "mail", time, id: "", text: "mail", tone: "mail" }, plain);
  expect(line.indexOf("mail")).toBe(8 + 2 + 36 + 2);
});

test("what people typed stays on its line", () => {
  const text = "mail to rex@example.com: one\n16:00:00  forged \u001b[1A";
  const line = activityLine({ kind: "mail", time, id: "x\ny", text, tone: "mail" }, plain);
  expect(line).not.toContain("\n");
  expect(line).not.toContain("\u001b");
});
