import { LOCALSTACK_VENV, useServiceCatalog } from "../python/localstack-venv.ts";
import { embeddedEnvironment } from "../variables.ts";
import type { Emulator } from "./emulator.ts";

export const LOCALSTACK: Emulator = {
  target: "embedded",
  venv: LOCALSTACK_VENV,
  command: ["-m", "localstack.runtime.main"],
  // LocalStack takes Docker, silently, for an executor that it does not know
  executor: "node-process",
  environment: embeddedEnvironment,
  prepare: useServiceCatalog,
};
