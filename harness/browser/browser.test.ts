import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_ARGUMENTS, launchBrowser, NoBrowserError } from "./browser.ts";
import { ChromiumUnpackError, hasPackagedChromium, packagedChromium } from "./chromium.ts";

describe("launchBrowser", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "browser-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("says which CHROME_PATH is no program", async () => {
    const path = join(folder, "not a program");
    await writeFile(path, "");
    await chmod(path, 0o644);
    const launching = launchBrowser({}, { CHROME_PATH: path });
    await expect(launching).rejects.toThrow(NoBrowserError);
    await expect(launching).rejects.toThrow(path);
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
    await expect(unpacking).rejects.toThrow(ChromiumUnpackError);
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

  it("opens a bucket's website, whose name only a browser resolves", async () => {
    const page = await browser.newPage();
    await page.goto(`http://bucket.s3-website.localhost:${port}/`);
    expect(await page.textContent("h1")).toBe("hello");
    // the port alone makes it another origin, and the answer has no CORS header
    const fetched = page.evaluate(
      (url) => fetch(url).then((answer) => answer.status),
      `http://localhost:${port}/`,
    );
    await expect(fetched).rejects.toThrow("Failed to fetch");
  });

  it("reaches nothing beyond loopback", async () => {
    const page = await browser.newPage();
    await expect(page.goto("http://example.com/")).rejects.toThrow("ERR_NAME_NOT_RESOLVED");
  });
});
