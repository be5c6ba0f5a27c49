import { describe, expect, test } from "vitest";
import { LocalStackGoneError, UnexpectedStatusError } from "../core/localstack-http.ts";
import { Execution } from "../executions/execution.ts";
import { testScope } from "../testing/scope.ts";
import { serve } from "../testing/serve.ts";
import { capturedMails } from "../testing/ses.ts";
import { Inbox } from "./inbox.ts";

const inboxAt = (endpoint: string, within?: number) =>
  new Inbox(testScope(endpoint, within), "inbox.example");

describe("an address", () => {
  test("is the same for one name in one inbox, and different in another", () => {
    const [one, other] = [inboxAt("http://x"), inboxAt("http://x")];
    expect(one.address()).toBe(one.address());
    expect(one.address("rex")).not.toBe(one.address("tom"));
    expect(one.address()).not.toBe(other.address());
    expect(one.address("rex")).toMatch(/^rex-[0-9a-f-]{13}@inbox\.example$/);
  });

  test("is kept for the failure report", () => {
    const scope = testScope();
    const address = new Inbox(scope, "inbox.example").address();
    expect([...scope.activity.addresses]).toEqual([address]);
  });
});

describe("messages", () => {
  test("are only those to the inbox's own addresses", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add("someone@else.example");
    ses.add(inbox.address());
    ses.add(inbox.address("second").toUpperCase());
    expect(await inbox.messages()).toHaveLength(2);
    expect(await inbox.messages({ to: "someone@else.example" })).toHaveLength(1);
    expect(await inbox.everything()).toHaveLength(3);
  });

  test("of no address cannot be asked for", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    await expect(inbox.messages({ subject: "Brush Rex" })).rejects.toMatchObject({ code: "NO_ADDRESS" });
    await expect(inbox.receive()).rejects.toThrow("this inbox has no address yet");
  });

  test("with a misspelt field in the filter cannot be asked for", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    const filter = { to: inbox.address(), sbuject: "Brush Rex" };
    await expect(inbox.receiveNone(filter)).rejects.toThrow(
      'a filter of mails has no field "sbuject": did you mean "subject"?',
    );
  });

  test("are none before the first request to SES", async () => {
    await using localstack = await serve(() => undefined);
    const inbox = inboxAt(localstack.endpoint);
    expect(await inbox.messages({ to: inbox.address() })).toEqual([]);
  });
});

describe("receive", () => {
  test("waits for a mail that fits", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address(), { Subject: "another" });
    const mail = inbox.receive({ subject: "Brush Rex" });
    ses.add(inbox.address());
    expect(await mail).toMatchObject({ subject: "Brush Rex", to: [inbox.address()] });
  });

  test("shows in its failure which mails were there instead", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address(), { Subject: "another" });
    await expect(inbox.receive({ subject: /brush/i }, { within: 50 })).rejects.toThrow(
      `waited 50 ms for a mail with subject /brush/i, but there was: 1 to the same addresses:\n  2026-11-23T15:37:50.000Z "another" from cuddles@sender.example to ${inbox.address()}`,
    );
  });

  test("fails at once when LocalStack has gone", async () => {
    const { endpoint } = await (async () => {
      await using ses = await capturedMails();
      return ses;
    })();
    const inbox = inboxAt(endpoint, 60_000);
    await expect(inbox.receive({ to: inbox.address() })).rejects.toThrow(LocalStackGoneError);
  });
});

describe("receiveExactly", () => {
  test("returns them when no further one arrives", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address(), { Subject: "first" });
    const mails = inbox.receiveExactly(2, {}, { settle: 50 });
    ses.add(inbox.address(), { Subject: "second" });
    expect((await mails).map(({ subject }) => subject)).toEqual(["first", "second"]);
  });

  test("fails at once when there is one too many", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint, 60_000);
    for (const Subject of ["first", "second"]) ses.add(inbox.address(), { Subject });
    await expect(inbox.receiveExactly(1)).rejects.toThrow(
      /^expected exactly 1 mail, but there were 2:\n.*"first".*\n.*"second"/,
    );
  });

  test("fails when one too many arrives late", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address());
    const mails = inbox.receiveExactly(1, {}, { settle: 2_000 });
    const late = inbox.receive().then(() => ses.add(inbox.address()));
    await expect(mails).rejects.toMatchObject({ code: "UNEXPECTED_MAIL" });
    await late;
  });

  test("counts when the given execution has ended", async () => {
    await using ses = await capturedMails();
    const scope = testScope(ses.endpoint);
    const inbox = new Inbox(scope, "inbox.example");
    let looks = 0;
    const execution = new Execution("id", scope, {
      read: async () => {
        looks += 1;
        if (looks === 3) ses.add(inbox.address());
        return { status: looks < 3 ? "RUNNING" : "SUCCEEDED", states: [], startedAt: new Date() } as never;
      },
    });
    expect(await inbox.receiveExactly(1, {}, { after: execution })).toHaveLength(1);
    expect(looks).toBe(3);
  });
});

describe("receiveNone", () => {
  test("passes when none arrives within the time given", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address());
    await inbox.receiveNone({ subject: "another" }, { within: 60 });
  });

  test("fails as soon as one arrives", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    ses.add(inbox.address());
    await expect(inbox.receiveNone({}, { within: 60_000 })).rejects.toThrow(
      /^expected no mail within 60 s, but there were 1:\n.*"Brush Rex"/,
    );
  });
});

describe("clear", () => {
  test("deletes the mails to one address only", async () => {
    await using ses = await capturedMails();
    const inbox = inboxAt(ses.endpoint);
    for (const to of [inbox.address(), "someone@else.example", inbox.address()]) ses.add(to);
    await inbox.clear(inbox.address());
    expect(ses.messages.map(({ Destination }) => Destination?.ToAddresses)).toEqual([
      ["someone@else.example"],
    ]);
  });

  test("ignores that a mail is deleted already, but not a failure", async () => {
    const message = {
      Id: "1",
      Region: "r",
      Timestamp: "2026-11-23T15:37:50",
      Source: "a@b.example",
      Destination: { ToAddresses: ["rex@inbox.example"] },
    };
    let kept = 1;
    await using ses = await serve((method, url) => {
      if (!url.startsWith("/_aws/ses")) return undefined;
      if (method === "GET") return { status: 200, body: { messages: Array(kept).fill(message) } };
      return { status: 500 };
    });
    await expect(inboxAt(ses.endpoint).clear("rex@inbox.example")).rejects.toThrow(UnexpectedStatusError);
    kept = 0;
    await inboxAt(ses.endpoint).clear("rex@inbox.example");
  });
});
