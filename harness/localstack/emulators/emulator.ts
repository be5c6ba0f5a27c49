import type { VenvOptions } from "../python/venv.ts";
import type { EmbeddedSettings } from "../variables.ts";
import type { OtherEmulator } from "./other-emulators.ts";

/**
 * An emulator of AWS that is a Python program, and runs as a child process. What it starts must answer as LocalStack does
 * at `/_localstack/health`, `/_harness/info` and `/_aws/ses`, and end with its standard input where `HARNESS_LIFELINE` is
 * set.
 */
export interface Emulator {
  /** The `TARGET` by which a user chooses it. */
  readonly target: "embedded" | OtherEmulator;
  /** What its Python environment is made of. Messages call it by the title. */
  readonly venv: Pick<VenvOptions, "title" | "requirements" | "finish">;
  /** The arguments of Python that start it. */
  readonly command: readonly string[];
  /** The `executor` that `/_harness/info` must name: so it is known that all of it was loaded. */
  readonly executor: string;
  /** All of its variables: nothing of the user's is inherited. */
  environment(settings: EmbeddedSettings): Record<string, string>;
  /** Completes its folder before it starts. */
  prepare?(venv: string, folder: string): Promise<void>;
}
