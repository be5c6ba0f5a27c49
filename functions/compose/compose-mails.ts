import { htmlEscape } from "escape-goat";
import type { ComposedMail } from "../composed-mail.ts";
import { COMPLETION_SUBJECT, type WorkflowInput } from "../reminder.ts";

/** The two mails of a reminder. The subjects hold nothing that users typed; the bodies escape it. */
export interface ComposedMails {
  reminder: ComposedMail;
  completion: ComposedMail;
}

export function composeMails({ id, message }: WorkflowInput): ComposedMails {
  const text = printable(message);
  return {
    reminder: mail(
      "It is time to cuddle your pet",
      ["You asked us to remind you:", text],
      id,
      `<p>You asked us to remind you:</p>
<blockquote dir="auto" style="margin: 1em 0; padding-left: 1em; border-left: 3px solid #c8553d">
${htmlEscape(text).replaceAll("\n", "<br>\n")}
</blockquote>`,
    ),
    completion: mail(
      COMPLETION_SUBJECT,
      ["Your pet cuddle request is completed: the reminder is on its way to you."],
      id,
      "<p>Your pet cuddle request is completed: the reminder is on its way to you.</p>",
    ),
  };
}

function mail(subject: string, paragraphs: string[], id: string, content: string): ComposedMail {
  return {
    subject,
    text: `${[...paragraphs, `Reference: ${id}`].join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<h1 style="font-size: 1.25em">${subject}</h1>
${content}
<p>Reference: ${htmlEscape(id)}</p>
</body>
</html>
`,
  };
}

/** Without control characters, which mail has no use for; line ends and tabs stay. */
const printable = (message: string) =>
  message.replaceAll(/\r\n?/g, "\n").replaceAll(/(?![\n\t])\p{Cc}/gu, "");
