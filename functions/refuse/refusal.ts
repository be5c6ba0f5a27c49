import { fieldProblem, HttpProblem } from "../api/problem.ts";
import { REMINDERS_PATH } from "../reminder.ts";

const ALLOWED: Record<string, string> = {
  [REMINDERS_PATH]: "POST, OPTIONS",
  [`${REMINDERS_PATH}/{id}`]: "GET, DELETE, OPTIONS",
};

/**
 * Why a request that no other function takes is refused: 405 with `Allow` where the path is right and the method is
 * not, else 404. `resource` is the path as the API declares it, like `/petcuddleotron/{id}`.
 */
export function refusal(resource: string): HttpProblem {
  const allow = ALLOWED[resource];
  if (allow === undefined) return fieldProblem(404, "path", "leads nowhere");
  return new HttpProblem(
    405,
    `allowed here: ${allow}`,
    [{ field: "method", detail: `must be one of ${allow}` }],
    {
      Allow: allow,
    },
  );
}
