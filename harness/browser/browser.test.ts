import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_ARGUMENTS, launchBrowser } from "./browser.ts";
import { hasPackagedChromium, packagedChromium } from "./chromium.ts";

describe("launchBrowser", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "browser-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("names a CHROME_PATH that is not a program", async () => {
    const path = join(folder, "not a program");
    await writeFile(path, "");
    await chmod(path, 0o644);
    const launching = launchBrowser({}, { CHROME_PATH: path });
    await expect(launching).rejects.toMatchObject({ code: "NO_BROWSER" });
    await expect(launching).rejects.toThrow(path);
  });

  it("names the package that a project without playwright-core lacks", async () => {
    const script = `
      import { registerHooks } from "node:module";
      registerHooks({
        resolve: (name, context, next) => next(name === "playwright-core" ? "playwright-core-missing" : name, context),
      });
      const { launchBrowser } = await import(${JSON.stringify(import.meta.resolve("./browser.ts"))});
      await launchBrowser().catch(({ code, message }) => console.log(code, message));`;
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script]);
    expect(stdout).toMatch(
      /^PEER_MISSING a browser needs the package playwright-core.*npm install --save-dev /,
    );
  });

  it("keeps the web platform as it is", () => {
    const weakening =
      /disable-web-security|insecure|site-isolation|site-per-process|allow-file|single-process/;
    expect(BROWSER_ARGUMENTS.filter((argument) => weakening.test(argument))).toEqual([]);
  });
});

describe("packagedChromium", () => {
  it("is for Linux x64 only", () => {
    expect(hasPackagedChromium("linux", "x64")).toBe(true);
    expect(hasPackagedChromium("linux", "arm64")).toBe(false);
    expect(hasPackagedChromium("darwin", "x64")).toBe(false);
  });

  it("names each folder that could not be used, and why", async () => {
    const folders = ["/proc/no-such-folder/chromium", join(tmpdir(), "a:b")];
    const unpacking = packagedChromium(folders);
    await expect(unpacking).rejects.toMatchObject({ code: "CHROMIUM_UNPACK" });
    await expect(unpacking).rejects.toThrow(/no-such-folder.*\n.*a:b: a folder with a colon/);
  });
});

describe.runIf(hasPackagedChromium())("the packaged Chromium", () => {
  let browser: Browser;
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<h1>hello</h1>"),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    port = (server.address() as AddressInfo).port;
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  it("opens a bucket's website by its name", async () => {
    const page = await browser.newPage();
    await page.goto(`http://bucket.s3-website.localhost:${port}/`);
    expect(await page.textContent("h1")).toBe("hello");
    // another host is another origin, and the response has no CORS header
    const fetched = page.evaluate(
      (url) => fetch(url).then((answer) => answer.status),
      `http://localhost:${port}/`,
    );
    await expect(fetched).rejects.toThrow("Failed to fetch");
  });

  it("names the locator of an action that a broken page does not allow", async () => {
    await using impatient = await launchBrowser({ actionTimeout: 200 });
    const page = await impatient.newPage();
    await page.goto(`http://localhost:${port}/`);
    await expect(page.getByRole("button", { name: "Remind me" }).click()).rejects.toThrow(
      /Timeout 200ms exceeded[\s\S]*getByRole\('button', \{ name: 'Remind me' \}\)/,
    );
    const own = await impatient.newContext();
    await expect((await own.newPage()).locator("#missing").click()).rejects.toThrow(/200ms[\s\S]*#missing/);
  });

  it("reaches nothing beyond loopback", async () => {
    const page = await browser.newPage();
    await expect(page.goto("http://example.com/")).rejects.toThrow("ERR_NAME_NOT_RESOLVED");
  });
});
