import { Hono } from "hono";
import { HarnessError } from "../../../core/errors.ts";
import { getJson, send, UnexpectedStatusError } from "../../../core/localstack-http.ts";
import { type Mail, toMail } from "../../../mail/captured-mail.ts";
import { type CapturedMessage, MAILS_PATH } from "../../../mail/captured-messages.ts";
import { inlined, referencesIn } from "../../data/mail-html.ts";
import type { MailContent } from "../../shapes.ts";
import { attachment, fileName } from "../attachment.ts";
import type { Console } from "../console-context.ts";

/**
 * A mail's HTML runs nothing, loads nothing, and sends nothing: in a frame without any right (`sandbox`), and by itself.
 * Styles and embedded images are what is left.
 */
const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

export function mailRoutes({ endpoint, feed }: Console): Hono {
  const routes = new Hono();

  routes.get("/:id", async ({ req, json }) => json(content(await mailOf(endpoint, req.param("id")))));

  routes.get("/:id/html", async ({ req, body }) => {
    const mail = await mailOf(endpoint, req.param("id"));
    return body(inlined(mail), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": MAIL_POLICY,
      "x-frame-options": "SAMEORIGIN",
    });
  });

  routes.get("/:id/source", async ({ req, body }) => {
    const captured = await messageOf(endpoint, req.param("id"));
    const isRaw = captured.RawData !== undefined;
    return body(captured.RawData ?? JSON.stringify(captured, undefined, 2), 200, {
      "content-type": "text/plain; charset=utf-8",
      ...(req.query("download") !== undefined && {
        "content-disposition": `attachment; filename="${fileName(captured.Id)}.${isRaw ? "eml" : "json"}"`,
      }),
    });
  });

  routes.get("/:id/attachments/:number", async (context) => {
    const { req, notFound } = context;
    const mail = await mailOf(endpoint, req.param("id"));
    const found = mail.attachments[Number(req.param("number"))];
    if (!found) return notFound();
    return attachment(context, found.filename, found.content);
  });

  routes.delete("/:id", async ({ req, json }) => {
    await remove(endpoint, `?id=${encodeURIComponent(req.param("id"))}`);
    feed.hurry();
    return json({});
  });

  routes.delete("/", async ({ json }) => {
    await remove(endpoint, "");
    feed.hurry();
    return json({});
  });
  return routes;
}

async function remove(endpoint: string, query: string): Promise<void> {
  try {
    await send(endpoint, "DELETE", MAILS_PATH + query);
  } catch (error) {
    // LocalStack answers 500 for an id that it does not know: it was deleted elsewhere
    if (!(error instanceof UnexpectedStatusError && error.status === 500)) throw error;
  }
}

async function messageOf(endpoint: string, id: string): Promise<CapturedMessage> {
  const query = `?id=${encodeURIComponent(id)}`;
  // nothing: LocalStack adds the path at the first request to SES
  const found = await getJson<{ messages: CapturedMessage[] }>(endpoint, MAILS_PATH + query);
  const message = found?.messages[0];
  if (!message)
    throw new HarnessError(
      "NO_MAIL",
      `there is no mail ${id}: it was deleted, or LocalStack was started again`,
    );
  return message;
}

const mailOf = async (endpoint: string, id: string): Promise<Mail> => toMail(await messageOf(endpoint, id));

const content = (mail: Mail): MailContent => ({
  ...referencesIn(mail.html),
  id: mail.id,
  time: mail.time.getTime(),
  from: mail.from,
  to: mail.to,
  cc: mail.cc,
  bcc: mail.bcc,
  replyTo: mail.replyTo,
  subject: mail.subject,
  text: mail.text,
  hasHtml: mail.html !== "",
  template: mail.template,
  headers: mail.headers,
  attachments: mail.attachments.map(({ filename, mimeType, content: bytes }) => ({
    filename,
    mimeType,
    bytes: bytes.byteLength,
  })),
});
