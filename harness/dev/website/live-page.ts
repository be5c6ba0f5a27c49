/**
 * A page that reloads when its site is published again: one script more, which its content-security policy allows.
 * @param origin where the script comes from and the events are served, such as `http://127.0.0.1:40123`
 */
export function withReload(html: string, origin: string): string {
  const allowed = html.replace(/<meta\b[^>]*http-equiv=(["']?)content-security-policy\1[^>]*>/gi, (tag) =>
    tag.replace(/content=("([^"]*)"|'([^']*)')/i, (_, _quoted, double?: string, single?: string) => {
      const quote = double === undefined ? "'" : '"';
      return `content=${quote}${allowing(double ?? single ?? "", origin)}${quote}`;
    }),
  );
  const script = `<script src="${origin}/reload.js" async></script>`;
  return /<\/body>/i.test(allowed) ? allowed.replace(/<\/body>/i, `${script}$&`) : `${allowed}${script}`;
}

/** A policy that allows scripts from and connections to an origin as well. */
function allowing(policy: string, origin: string): string {
  const directives = new Map(
    policy
      .split(";")
      .map((directive) => directive.trim().split(/\s+/))
      .filter(([name]) => name)
      .map(([name = "", ...sources]) => [name.toLowerCase(), sources]),
  );
  const fallback = directives.get("default-src");
  for (const name of ["script-src", "script-src-elem", "connect-src"]) {
    const sources = directives.get(name) ?? (name === "script-src-elem" ? undefined : fallback);
    if (sources) directives.set(name, [...sources.filter((source) => source !== "'none'"), origin]);
  }
  return [...directives].map(([name, sources]) => [name, ...sources].join(" ")).join("; ");
}
