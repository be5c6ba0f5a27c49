import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheFolder, cacheSetting } from "./cache-folder.ts";

const CACHES = process.platform === "darwin" ? "Library/Caches" : ".cache";

describe("the cache folder", () => {
  test.each<[string, NodeJS.ProcessEnv, string, string]>([
    [
      "is in XDG_CACHE_HOME",
      { XDG_CACHE_HOME: "/caches", HOME: "/home/ann" },
      "/caches/localstack-harness",
      "XDG_CACHE_HOME=/caches",
    ],
    [
      "is in the home folder",
      { HOME: "/home/ann" },
      `/home/ann/${CACHES}/localstack-harness`,
      "HOME=/home/ann",
    ],
    [
      "ignores a relative XDG_CACHE_HOME, as its specification asks",
      { XDG_CACHE_HOME: "caches", HOME: "/home/ann" },
      `/home/ann/${CACHES}/localstack-harness`,
      "HOME=/home/ann",
    ],
    ["may be at the root", { HOME: "/" }, `/${CACHES}/localstack-harness`, "HOME=/"],
  ])("%s", (_, env, folder, setting) => {
    expect(cacheFolder(env)).toBe(folder);
    expect(cacheSetting(env)).toBe(setting);
  });

  test.each([{}, { HOME: "" }])(
    "without a home folder in the environment is in the user's own: %j",
    (env) => {
      expect(cacheFolder(env)).toBe(join(userInfo().homedir, CACHES, "localstack-harness"));
    },
  );
});
