import { expect, test } from "vitest";
import { withReload } from "./live-page.ts";

const ORIGIN = "http://127.0.0.1:5000";
const script = `<script src="${ORIGIN}/reload.js" async></script>`;

test("a page has one script more", () => {
  expect(withReload("<html><body><p>Hi</p></body></html>", ORIGIN)).toBe(
    `<html><body><p>Hi</p>${script}</body></html>`,
  );
  expect(withReload("<p>Hi", ORIGIN)).toBe(`<p>Hi${script}`);
});

const policy = (content: string) =>
  /content="([^"]*)"/.exec(
    withReload(`<meta http-equiv="Content-Security-Policy" content="${content}" />`, ORIGIN),
  )?.[1];

test.each([
  ["default-src 'none'", `default-src 'none'; script-src ${ORIGIN}; connect-src ${ORIGIN}`],
  [
    "default-src 'self'; script-src 'self'",
    `default-src 'self'; script-src 'self' ${ORIGIN}; connect-src 'self' ${ORIGIN}`,
  ],
  [
    "script-src-elem 'none'; connect-src http://a",
    `script-src-elem ${ORIGIN}; connect-src http://a ${ORIGIN}`,
  ],
  ["img-src 'self'", "img-src 'self'"],
])("a policy of %j allows it", (before, after) => expect(policy(before)).toBe(after));

test("other tags stay as they are", () => {
  const page = `<meta name="viewport" content="default-src 'none'"><body></body>`;
  expect(withReload(page, ORIGIN)).toContain(`content="default-src 'none'"`);
});
