import { inspect } from "node:util";
import * as v from "valibot";
import { HarnessError } from "../core/errors.ts";
import { type HarnessConfig, RESULTS } from "./config.ts";
import { reasonIn } from "./reason.ts";

/** The same settings; what their functions throw, or return wrongly, is an error that names the file and the setting. */
export function explained(config: HarnessConfig, file: string): HarnessConfig {
  return explainedIn(config, (name, fn) => explainedFunction(name, fn, file)) as HarnessConfig;
}

type Fn = (...args: unknown[]) => unknown;

/** A copy with other functions, those of settings in settings included. */
function explainedIn(settings: object, explain: (name: string, fn: Fn) => Fn, prefix = ""): object {
  const entries = Object.entries(settings).map(([key, setting]) => {
    const name = prefix + key;
    if (typeof setting === "function") return [key, explain(name, setting)];
    const isObject = typeof setting === "object" && setting !== null && !Array.isArray(setting);
    return [key, isObject ? explainedIn(setting, explain, `${name}.`) : setting];
  });
  return Object.fromEntries(entries);
}

function explainedFunction(name: string, fn: Fn, file: string): Fn {
  const fail = (cause: unknown): never => {
    if (cause instanceof HarnessError) throw cause;
    const why = reasonIn(file, cause);
    throw new HarnessError("CONFIG_FAILED", `${file}: ${name} failed: ${why}: correct it`, { cause });
  };
  const schema = RESULTS[name];
  const check = (result: unknown): unknown => {
    if (!schema || v.is(schema, result)) return result;
    const returned = inspect(result, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
    const wrong = `${name} returned ${returned}, but must return ${schema.message}`;
    throw new HarnessError("CONFIG_INVALID", `${file}: ${wrong}`);
  };
  return (...args) => {
    try {
      const result = fn(...args);
      return result instanceof Promise ? result.then(check, fail) : check(result);
    } catch (cause) {
      return fail(cause);
    }
  };
}
