import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseSections, pipSettings } from "./pip-settings.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "a home "));
});
afterEach(() => rm(home, { recursive: true }));

async function write(path: string, ...lines: string[]): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, lines.join("\n"));
  return file;
}

describe("pip's settings", () => {
  test("come from the user's file, and from the older place of that", async () => {
    await write(".pip/pip.conf", "[global]", "index-url = https://old.example", "cert = /old.pem");
    await write(".config/pip/pip.conf", "[global]", "index-url = https://new.example");
    expect(await pipSettings({ HOME: home })).toMatchObject({
      "index-url": "https://new.example",
      cert: "/old.pem",
    });
  });

  test("for installing count before those for all commands, and the environment before both", async () => {
    const file = await write(
      "own.conf",
      "[install]",
      "cert = /b.pem",
      "[global]",
      "cert = /a.pem",
      "timeout = 9",
    );
    const env = { HOME: join(home, "empty"), PIP_CONFIG_FILE: file };
    expect(await pipSettings(env)).toMatchObject({ cert: "/b.pem", timeout: "9" });
    expect(await pipSettings({ ...env, PIP_CERT: "/c.pem" })).toMatchObject({ cert: "/c.pem" });
  });

  test("are the environment alone where PIP_CONFIG_FILE names no file", async () => {
    await write(".config/pip/pip.conf", "[global]", "index-url = https://new.example");
    const env = { HOME: home, PIP_CONFIG_FILE: "/dev/null", PIP_EXTRA_INDEX_URL: "https://more.example" };
    expect(await pipSettings(env)).toMatchObject({ "extra-index-url": "https://more.example" });
    expect(await pipSettings(env)).not.toHaveProperty("index-url");
  });
});

test("a file may have comments, values of several lines, and names with underscores", () => {
  const lines = [
    "# first",
    "[global]",
    "extra_index_url =",
    "    https://a.example/simple?x=1",
    "    ; between",
    "    https://b.example",
    "Trusted-Host: a.example",
    "",
    "[freeze]",
    "timeout = 10",
  ];
  expect(parseSections(lines.join("\r\n"))).toEqual({
    global: {
      "extra-index-url": "https://a.example/simple?x=1 https://b.example",
      "trusted-host": "a.example",
    },
    freeze: { timeout: "10" },
  });
});
