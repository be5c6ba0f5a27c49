// Loaded by --import, so that a function's worker threads and child processes have it too. Its address has the settings,
// which no environment variable of the function may show.
import { resolveLocalhostNames } from "./localhost-names.mjs";
import { findPackages } from "./packages.mjs";

resolveLocalhostNames();
findPackages(JSON.parse(new URL(import.meta.url).searchParams.get("packages") ?? ""));
