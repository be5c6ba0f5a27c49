import { execa } from "execa";
import { hasCode } from "../../core/errors.ts";
import { connectionCode, getJson, refused } from "../../core/localstack-http.ts";
import { whyDockerFails } from "../../localstack/docker/daemon.ts";
import { explain } from "../terminal/errors.ts";
import { invocation } from "../terminal/invocation.ts";
import { type Check, type Finding, ok, problem, warning } from "./finding.ts";

/** Milliseconds that a service on this machine may take to answer. */
const ANSWER_MS = 5_000;

/** Docker, for the container target. */
export const dockerCheck: Check = {
  title: "Docker",
  async examine(cancelSignal) {
    const { stdout, failed } = await execa(
      "docker",
      ["version", "--format", "{{.Client.Version}} client, {{.Server.Version}} daemon"],
      { reject: false, cancelSignal, timeout: ANSWER_MS },
    );
    if (!failed) return ok(stdout);
    const { message } = await whyDockerFails(undefined);
    const [fault = message, ...step] = message.split(": ");
    return warning(fault, step.join(": "));
  },
};

interface Health {
  version?: string;
  services?: Record<string, string>;
}

interface PluginInfo {
  version: string;
  emulator?: string;
  executor: string;
  features: string[];
}

/** Whether the port for LocalStack is free, or what uses it. */
export const portCheck = (endpoint: string): Check => ({
  title: "port",
  async examine(signal) {
    const { port } = new URL(endpoint);
    const refusal = await refused(endpoint);
    if (refusal) {
      return connectionCode(refusal)
        ? ok(`${port} is free`)
        : problem(`${endpoint} cannot be reached: ${explain(refusal)}`, "give another --endpoint");
    }
    const health = await ask<Health>(endpoint, "/_localstack/health", signal);
    if (health?.services) return ok(`LocalStack ${health.version} answers at ${endpoint}`);
    return problem(
      `${port} is taken by something that is not LocalStack`,
      `stop it (lsof -i :${port} shows what it is), or use another port: ${invocation("start", `--port ${Number(port) + 1}`)}`,
    );
  },
});

/** Whether a running LocalStack has loaded the plugin. */
export const pluginCheck = (endpoint: string): Check => ({
  title: "plugin",
  async examine(signal) {
    if (await refused(endpoint)) return ok("is loaded when LocalStack starts; none runs now");
    const info = await ask<PluginInfo>(endpoint, "/_harness/info", signal);
    if (info?.emulator) return ok(`${info.emulator} has none: no clock, no faults, no calls`);
    if (info) return ok(pluginDetail(info));
    const health = await ask<Health>(endpoint, "/_localstack/health", signal);
    return health?.services ? pluginMissing(endpoint) : ok("is loaded when LocalStack starts; none runs now");
  },
});

export const pluginDetail = ({ version, executor, features }: PluginInfo): string =>
  `${version}: functions run by ${executor}; ${features.join(", ")}`;

const pluginMissing = (endpoint: string): Finding =>
  warning(
    `what runs at ${endpoint} has not loaded it`,
    `the app runs, but clock, faults and calls do not: stop that LocalStack and use ${invocation("start")}`,
  );

/** A JSON response, or undefined for any other response or none. */
async function ask<T>(endpoint: string, path: string, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await getJson<T>(endpoint, path, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]));
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** A browser for tests of web pages. It is started, because missing libraries show only then. */
export const browserCheck: Check = {
  title: "browser",
  async examine() {
    try {
      // playwright-core is an optional peer
      const { launchBrowser } = await import("../../browser/browser.ts");
      await using browser = await launchBrowser();
      return ok(`Chromium ${browser.version()} starts`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ERR_MODULE_NOT_FOUND") return ok("not used: playwright-core is not installed");
      const detail = hasCode(error, "NO_BROWSER") ? message : `does not start: ${explain(error)}`;
      return warning(detail.split("\n")[0] ?? detail, "only tests with a browser need one");
    }
  },
};
