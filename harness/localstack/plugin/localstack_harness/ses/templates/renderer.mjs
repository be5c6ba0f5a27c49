/**
 * Renders templates of SES, one request a line: `node renderer.mjs <path of the handlebars package>`. A request is
 * `{"parts": {"subject": "…", …}, "data": {…}}`; the answer is one line, `{"parts": {…}}` or `{"error": "…"}`.
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
 */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: library } = await import(pathToFileURL(process.argv[2] ?? "").href);
const handlebars = library.create();
// it writes to the output, where the answers are
handlebars.unregisterHelper("log");

/** SES does not escape HTML, and refuses what the data has no value for. */
const OPTIONS = { noEscape: true, strict: true };

/** @type {(request: { parts: Record<string, string>, data: object }) => object} */
function render({ parts, data }) {
  try {
    return {
      parts: Object.fromEntries(
        Object.entries(parts).map(([name, text]) => [name, handlebars.compile(text, OPTIONS)(data)]),
      ),
    };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const missing = /^"(.*)" not defined in /.exec(message);
    return { error: missing ? `Attribute '${missing[1]}' is not present in the rendering data.` : message };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(render(JSON.parse(line)))}\n`);
