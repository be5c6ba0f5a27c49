import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Session } from "../session.ts";

export const COOKIE = "localstack-harness-console";

/** The page's own policy: nothing from elsewhere, no inline script or style. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  // a mail's HTML may not lead its frame to another origin
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every response. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  // a route may have stricter ones
  const set = (name: string, value: string) => {
    if (!context.res.headers.has(name)) context.header(name, value);
  };
  set("content-security-policy", PAGE_POLICY);
  set("x-frame-options", "DENY");
  set("x-content-type-options", "nosniff");
  set("referrer-policy", "no-referrer");
  set("cross-origin-opener-policy", "same-origin");
  set("cross-origin-resource-policy", "same-origin");
  set("cache-control", "no-store");
};

/**
 * Refuses requests to another host name (DNS rebinding), and those that another site has the browser send. A page of
 * another site may only open the console's pages in a window, as a link in a failure report does.
 */
export const onlyOwnPages =
  (hosts: ReadonlySet<string>): MiddlewareHandler =>
  async (context, next) => {
    const { req } = context;
    const host = req.header("host") ?? "";
    if (!hosts.has(host))
      return refuse(context, `${host || "a request without a host"} is not a name of the console`);
    const origin = req.header("origin");
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(context, `requests from ${origin} are not allowed`);
    const site = req.header("sec-fetch-site") ?? "same-origin";
    const opensWindow =
      req.method === "GET" &&
      req.header("sec-fetch-mode") === "navigate" &&
      req.header("sec-fetch-dest") === "document" &&
      !req.path.includes("/api/");
    if (site !== "same-origin" && site !== "none" && !opensWindow)
      return refuse(context, "requests from other sites are not allowed");
    // browsers send the origin with all of these, and no other site can forge it
    const changes = !["GET", "HEAD"].includes(req.method);
    if (changes && (origin === undefined || req.header("x-console") !== "1"))
      return refuse(context, "a request that changes something needs the headers Origin and X-Console");
    return next();
  };

export const hasSession = (context: Context, { token }: Session): boolean =>
  isSame(getCookie(context, COOKIE), token);

/** Lets only those in who have the session's cookie. */
export const onlyWithSession =
  (session: Session): MiddlewareHandler =>
  async (context, next) =>
    hasSession(context, session)
      ? next()
      : context.json(
          { error: "open the address that the command printed as Console, or run the command console" },
          401,
        );

/** Gives the browser the session's cookie in exchange for its token. */
export function exchangeToken(context: Context, { token, address }: Session): boolean {
  if (!isSame(context.req.query("token"), token)) return false;
  const path = `${new URL(address).pathname}/`;
  setCookie(context, COOKIE, token, { httpOnly: true, sameSite: "Strict", path });
  return true;
}

const refuse = (context: Context, error: string) => context.json({ error }, 403);

/** In the same time, however much of it is right. */
function isSame(given: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
