/**
 * Each entry point imports this first: an old Node.js, or Yarn's Plug'n'Play, fails here, with one sentence, and not at
 * something that it does not know.
 */
import { HarnessError, withoutTrace } from "../errors.ts";
import { unsupportedLinker, unsupportedNode } from "./node-version.mjs";

const unsupported = unsupportedNode();
if (unsupported) throw withoutTrace(new HarnessError("NODE_UNSUPPORTED", unsupported));

const linker = unsupportedLinker();
if (linker) throw withoutTrace(new HarnessError("PNP_UNSUPPORTED", linker));
