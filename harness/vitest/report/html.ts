import { htmlEscape } from "escape-goat";
import { printable } from "../../core/text/printable.ts";
import { mailLine } from "../../mail/captured-mail.ts";
import type { Findings } from "./findings.ts";
import { timeline } from "./timeline.ts";

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem }
pre { white-space: pre-wrap; font-size: 13px; margin: 0.25rem 0 }
ul { padding-left: 1.25rem }
table { border-collapse: collapse; width: 100%; font-size: 13px }
td, th { text-align: left; vertical-align: top; padding: 0.15rem 0.6rem 0.15rem 0; border-bottom: 1px solid #8884 }
td:last-child { white-space: pre-wrap }
td:first-child, .kind { white-space: nowrap; font-variant-numeric: tabular-nums }
details { margin: 0.5rem 0 }
summary { cursor: pointer }
.errors { border-left: 4px solid #c33; padding-left: 1rem }
.kind { font-weight: 600 } .http { color: #36c } .state { color: #283 } .call { color: #888 } .mail { color: #a3c } .item { color: #a60 } .log { color: inherit; font-weight: 400 }
@media (max-width: 40rem) {
  body { margin: 1rem auto }
  tr:has(th) { display: none }
  tr { display: grid; grid-template-columns: auto 1fr; border-bottom: 1px solid #8884 }
  td { border: 0 }
  td:last-child { grid-column: 1 / -1 }
}
`;

/**
 * The findings as one HTML page without other files. Every text in it is escaped: a mail may contain any markup, and marks
 * that change the direction of text.
 */
export function toHtml(findings: Findings): string {
  const { test, since, endpoint, awaiting, missing } = findings;
  return printable(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlEscape(test.name)}</title>
<style>${STYLE}</style>
<h1>${htmlEscape(test.name)}</h1>
<p>${htmlEscape(`${test.file}, started ${since.toISOString()}, on ${endpoint}`)}</p>
<div class="errors">${test.errors.map(pre).join("")}</div>
${list("The test was waiting for", awaiting)}
${list("Could not be read", missing)}
${list("Ids", findings.ids)}
${list("Addresses", findings.addresses)}
${links("In the console", findings.traces)}
<h2>Timeline</h2>
${timelineTable(findings)}
${section(
  "HTTP",
  findings.exchanges.map((exchange) => [
    `${exchange.method} ${exchange.url}: ${exchange.status || exchange.error}`,
    [exchange.requestHeaders, exchange.requestBody, exchange.headers, exchange.body],
  ]),
)}
${section(
  "Executions",
  findings.executions.map((execution) => [`${execution.name}: ${execution.status}`, [execution]]),
)}
${section(
  "Mails",
  findings.mails.map((mail) => [mailLine(mail), [mail.raw ?? mail.text, mail.html]]),
)}
${findings.observed
  .map(({ title, entries }) =>
    list(
      title,
      entries.map(({ time, text }) => (time ? `${time.toISOString()} ${text}` : text)),
    ),
  )
  .join("\n")}
${section(
  "AWS calls",
  findings.calls.map((call) => [`${call.service}:${call.operation} ${call.status} ${call.error}`, [call]]),
)}
</html>
`);
}

function links(title: string, addresses: readonly string[]): string {
  if (addresses.length === 0) return "";
  const items = addresses.map((address) => htmlEscape`<li><a href="${address}">${address}</a></li>`);
  return `<h2>${title}</h2>\n<ul>${items.join("")}</ul>`;
}

function timelineTable(findings: Findings): string {
  const rows = timeline(findings).map(({ time, kind, text }) => {
    const seconds = ((time.getTime() - findings.since.getTime()) / 1_000).toFixed(3);
    return htmlEscape`<tr><td title="${time.toISOString()}">${seconds} s</td><td class="kind ${kind}">${kind}</td><td>${text}</td></tr>`;
  });
  return `<table><tr><th>Since the start</th><th>Part</th><th>Event</th></tr>${rows.join("\n")}</table>`;
}

/** Entries that open to their details: strings unchanged, everything else as JSON. */
function section(title: string, entries: [summary: string, details: unknown[]][]): string {
  if (entries.length === 0) return "";
  const items = entries.map(
    ([summary, details]) =>
      `<details><summary>${htmlEscape(summary)}</summary>${details
        .filter((detail) => detail !== "" && detail !== undefined)
        .map((detail) => pre(typeof detail === "string" ? detail : JSON.stringify(detail, null, 2)))
        .join("")}</details>`,
  );
  return `<h2>${htmlEscape(title)}</h2>\n${items.join("\n")}`;
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<h2>${htmlEscape(title)}</h2><ul>${lines.map((line) => htmlEscape`<li>${line}</li>`).join("")}</ul>`;
}

const pre = (text: string): string => htmlEscape`<pre>${text}</pre>`;
