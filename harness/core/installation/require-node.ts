/**
 * Each entry point imports this first: an old Node.js fails here, with one sentence, and not at something that it does
 * not know.
 */
import { HarnessError, withoutTrace } from "../errors.ts";
import { unsupportedNode } from "./node-version.mjs";

const unsupported = unsupportedNode();
if (unsupported) throw withoutTrace(new HarnessError("NODE_UNSUPPORTED", unsupported));
