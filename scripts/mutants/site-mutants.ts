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
  {
    name: "the page allows pictures of others",
    find: "img-src 'self'; connect-src",
    replace: "img-src *; connect-src",
    in: "site/index.html",
    caughtBy: "integration/site.test.ts",
  },
  {
    name: "the page does not say when a status cannot be had",
    find: "onFailure: $HANDLER",
    replace: "onFailure: () => {}",
    in: "site/main.ts",
    caughtBy: "integration/page-troubles.test.ts",
  },
  {
    name: "the page does not say when an id is unknown",
    find: "final ? $UNKNOWN : $TROUBLE",
    replace: "$TROUBLE",
    in: "site/main.ts",
    caughtBy: "integration/page-troubles.test.ts",
  },
  {
    name: "the countdown is not shown",
    find: 'reminder.status === "WAITING" ? $DUE : undefined',
    replace: "undefined",
    in: "site/views/progress-view.ts",
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "“Ask for another” leads nowhere",
    find: 'location.hash = "";',
    replace: "",
    in: "site/main.ts",
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "the same wish after success is the same request",
    find: "this.#kept = undefined;",
    replace: "",
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "what was typed stays in the session",
    find: "this.#storage?.removeItem(STORED_AS)",
    replace: "void 0",
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "the button is not busy while the answer is awaited",
    find: 'submit.setAttribute("aria-disabled", String(busy))',
    replace: 'submit.setAttribute("aria-disabled", "false")',
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "the evening is that of UTC",
    find: "new Date(now.getFullYear(), now.getMonth(), $DAY, hour)",
    replace: "new Date(Date.UTC(now.getFullYear(), now.getMonth(), $DAY, hour))",
    caughtBy: "site/wait.test.ts",
  },
  {
    name: "the page shows the time of UTC",
    find: '{ hour: "2-digit", minute: "2-digit" }',
    replace: '{ hour: "2-digit", minute: "2-digit", timeZone: "UTC" }',
    caughtBy: "integration/journey.test.ts",
  },
  {
    name: "the quick choices are not in the order of time",
    find: "arrange($CHIPS, suggestionsInOrder(now))",
    replace: "void suggestionsInOrder(now)",
    caughtBy: "site/views/when-view.test.ts",
  },
];
