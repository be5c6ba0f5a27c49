import { expect, test } from "vitest";
import { serve } from "../testing/serve.ts";
import { capturedMessages } from "./captured-messages.ts";

const PAGE = 2;

/** `GET /_harness/mails` and `/_aws/ses` of a LocalStack with these mails. */
async function localStackWith(ids: string[], { hasPlugin = true } = {}) {
  const message = (Id: string) => ({
    Id,
    Region: "us-east-1",
    Timestamp: "2026-11-23T15:37:50",
    Source: "a@b.example",
  });
  const transferred: string[][] = [];
  const served = await serve((_, url) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname === "/_aws/ses") return { status: 200, body: { messages: ids.map(message) } };
    if (!hasPlugin) return undefined;
    const after = searchParams.get("after") ?? "";
    const reset = after !== "" && !ids.includes(after);
    const rest = ids.slice(reset || after === "" ? 0 : ids.indexOf(after) + 1);
    const page = rest.slice(0, PAGE);
    transferred.push(page);
    const body = {
      mails: page.map(message),
      total: ids.length,
      reset,
      complete: page.length === rest.length,
    };
    return { status: 200, body };
  });
  const read = async () => (await capturedMessages(served.endpoint)).map(({ Id }) => Id);
  return { ...served, ids, transferred, read };
}

test("each message is transferred once, in pages", async () => {
  await using localStack = await localStackWith(["a", "b", "c"]);
  expect(await localStack.read()).toEqual(["a", "b", "c"]);
  localStack.ids.push("d");
  expect(await localStack.read()).toEqual(["a", "b", "c", "d"]);
  expect(localStack.transferred).toEqual([["a", "b"], ["c"], ["d"]]);
});

test("messages that were deleted are gone", async () => {
  await using localStack = await localStackWith(["a", "b", "c"]);
  await localStack.read();
  localStack.ids.splice(0, 1);
  expect(await localStack.read()).toEqual(["b", "c"]);
  localStack.ids.pop();
  expect(await localStack.read()).toEqual(["b"]);
  localStack.ids.pop();
  expect(await localStack.read()).toEqual([]);
});

test("a LocalStack that was started again has its own messages", async () => {
  await using localStack = await localStackWith(["a", "b"]);
  await localStack.read();
  localStack.ids.splice(0, 2, "x", "y", "z");
  expect(await localStack.read()).toEqual(["x", "y", "z"]);
});

test("without the plugin, LocalStack's own list is read", async () => {
  await using localStack = await localStackWith(["a"], { hasPlugin: false });
  expect(await localStack.read()).toEqual(["a"]);
  localStack.ids.push("b");
  expect(await localStack.read()).toEqual(["a", "b"]);
});
