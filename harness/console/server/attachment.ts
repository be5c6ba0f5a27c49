import type { Context } from "hono";

/** A file that the browser saves and never shows, whatever type it says it has. */
export const attachment = ({ body }: Context, name: string, content: Uint8Array): Response =>
  body(new Uint8Array(content), 200, {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${fileName(name)}"`,
  });

/** Without what could end the header, or name a folder. */
export const fileName = (name: string): string =>
  name.replace(/[^\w.@ -]+/g, "_").slice(0, 120) || "attachment";
