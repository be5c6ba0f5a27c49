import { expect, test } from "vitest";
import type { Mail } from "../../mail/captured-mail.ts";
import { inlined, referencesIn } from "./mail-html.ts";

const mail = (html: string, attachments: Mail["attachments"] = []) => ({ html, attachments }) as Mail;
const png = {
  filename: "a.png",
  mimeType: "image/png",
  contentId: "<logo@x>",
  content: new Uint8Array([1, 2]),
};

test("images that the mail brings are in it", () => {
  expect(inlined(mail('<img src="cid:logo@x"><img src="cid:none">', [png]))).toBe(
    '<img src="data:image/png;base64,AQI="><img src="cid:none">',
  );
  expect(inlined(mail('<b style="background:url(cid:a.png)">', [png]))).toContain("url(data:image/png");
});

test.each(["text/html", 'image/svg+xml"><script>', "image/"])(
  "content of the type %s is not put into it",
  (mimeType) => {
    const html = '<img src="cid:logo@x">';
    expect(inlined(mail(html, [{ ...png, mimeType }]))).toBe(html);
  },
);

test("links are listed by their addresses, those that run something are not", () => {
  const html = `<a href="https://x.example/?a=1&amp;b=2">A</a> <A class=x HREF='mailto:a@x.example'>B</A>
    <a href="javascript:alert(1)">C</a> <a href="data:text/html,x">D</a> <a href="https://x.example/?a=1&amp;b=2">again</a>`;
  expect(referencesIn(html).links).toEqual(["https://x.example/?a=1&b=2", "mailto:a@x.example"]);
});

test("what a mail would load from elsewhere is counted", () => {
  const html = `<img src="http://x.example/1.png"><img src=//x.example/2.png><form action="https://x.example"></form>
    <style>@import "http://x.example/a.css"; b { background: url('https://x.example/b') }</style>
    <p style="background: url(http://x.example/c)"></p><link rel=stylesheet href="https://x.example/d"><a href="http://x.example">link</a>`;
  expect(referencesIn(html).remote).toBe(7);
  expect(referencesIn('<img src="data:image/png;base64,AQI="><p>url(http://x.example)</p>').remote).toBe(0);
});

test.each(["<p>line<b>", "<div>", "<a ", "<style>", "<!--", "&amp", 'url("', "<a href='"])(
  "2 MB of %j are looked through at once",
  (part) => {
    const html = part.repeat(2_000_000 / part.length);
    const start = performance.now();
    referencesIn(html);
    inlined(mail(html));
    expect(performance.now() - start).toBeLessThan(4_000);
  },
);
