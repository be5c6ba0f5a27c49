import { expect, test } from "vitest";
import { COMPLETION_SUBJECT } from "../../functions/reminder.ts";
import { checkMails, type SentMail } from "./mails-once.ts";

const due = Date.UTC(2026, 10, 23);
const mail = (to: string, seconds: number, subject = "It is time"): SentMail => ({
  to,
  subject,
  time: new Date(due + seconds * 1_000),
});
const completion = (to: string, seconds: number) => mail(to, seconds, COMPLETION_SUBJECT);

test("each mail once is as promised, and the last of each kind gives the duration", () => {
  const mails = [mail("a", 1), mail("b", 36), completion("a", 2), completion("b", 71)];
  expect(checkMails(["a", "b"], mails, due)).toEqual({
    reminders: 2,
    lastReminder: 36,
    lastCompletion: 71,
    faults: [],
  });
});

test("a missing mail and a duplicate are reported", () => {
  const mails = [mail("a", 1), mail("a", 2), completion("a", 3)];
  expect(checkMails(["a", "b"], mails, due).faults).toEqual([
    "1 of 2 got no reminder",
    "1 of 2 got more than one reminder",
    "1 of 2 got no completion mail",
  ]);
});

test("without any mail there is no time", () =>
  expect(checkMails(["a"], [], due)).toMatchObject({ reminders: 0, lastReminder: undefined }));
