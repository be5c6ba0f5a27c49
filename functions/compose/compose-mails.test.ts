import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workflowInput } from "../reminder.fixture.ts";
import { COMPLETION_SUBJECT } from "../reminder.ts";
import { composeMails } from "./compose-mails.ts";

const id = "3f1c9c0e-6a55-4d0a-9a52-0d6c1f1d2b11";
const compose = (message: string) => composeMails(workflowInput({ id, message }));

it("writes the id into both mails, in text and in HTML", () => {
  for (const { text, html } of Object.values(compose("Brush Rex"))) {
    expect(text).toContain(`Reference: ${id}`);
    expect(html).toContain(`Reference: ${id}`);
  }
});

it("gives each mail its own subject, without user input", () => {
  const { reminder, completion } = compose("Brush Rex\r\nBcc: all@example.com");
  expect(reminder.subject).toMatch(/cuddle/);
  expect(completion.subject).toBe(COMPLETION_SUBJECT);
  expect(reminder.subject + completion.subject).not.toMatch(/Rex|Bcc/);
});

it("does not repeat the message in the completion mail", () => {
  expect(JSON.stringify(compose("Brush Rex").completion)).not.toContain("Rex");
});

it("keeps the lines of a message", () => {
  const { text, html } = compose("Brush Rex,\r\nthen\rfeed\n\thim").reminder;
  expect(text).toContain("Brush Rex,\nthen\nfeed\n\thim");
  expect(html).toContain("Brush Rex,<br>\nthen<br>\nfeed<br>\n\thim");
});

it("keeps quotes, emoji and text from right to left as they are in the text", () => {
  const message = "\"'<b>&amp;😀 שלום";
  expect(compose(message).reminder.text).toContain(message);
  expect(compose(message).reminder.html).toContain('dir="auto"');
});

it("leaves out control characters", () => {
  const { text, html } = compose("a\u0000b\u001bc\u007fd\u0085e").reminder;
  expect(text).toContain("abcde");
  expect(html).toContain("abcde");
});

describe("the HTML", () => {
  it("escapes what was typed", () => {
    const { html } = compose(`<script>alert("x")</script> & <img src=x onerror='y'>`).reminder;
    expect(html).toContain(
      "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;img src=x onerror=&#39;y&#39;&gt;",
    );
  });

  it("has the same elements for any input", () => {
    const tags = (html: string) => html.match(/<[^>]*>/g)?.filter((tag) => tag !== "<br>");
    const plain = tags(compose("x").reminder.html);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>&\"'/!-=ab \n\u0000") }), (message) => {
        expect(tags(compose(message).reminder.html)).toEqual(plain);
      }),
    );
  });
});
