import type { Mutant } from "./mutant.ts";

export const SITE_MUTANTS: readonly Mutant[] = [
  {
    name: "each try on the page is another request",
    find: "kept.typed !== fingerprint",
    replace: 'kept.typed !== ""',
    caughtBy: "integration/page-troubles.test.ts",
  },
  {
    name: "the page does not check what is typed",
    find: "if (result.success) return { success: true, request: result.output };",
    replace:
      "if (result.success || typeof document === 'object') return { success: true, request: result.output as never };",
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "the page allows code of others",
    find: "script-src 'self'",
    replace: "script-src *",
    in: "site/index.html",
    caughtBy: "integration/site.test.ts",
  },
];
