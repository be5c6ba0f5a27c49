import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installerEnvironment, uvSettings } from "./installer-environment.ts";

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "temporary "));
});
afterEach(() => rm(temporary, { recursive: true }));

/** Without the settings of this machine's pip. */
const environment = (env: NodeJS.ProcessEnv = {}) =>
  installerEnvironment(temporary, { PIP_CONFIG_FILE: "/dev/null", ...env });

describe("the environment of uv", () => {
  test("takes over how the network and the index are reached", async () => {
    const user = {
      PATH: "/bin",
      HOME: "/home/ann",
      https_proxy: "http://proxy:3128",
      SSL_CERT_FILE: "/etc/ca.pem",
      UV_DEFAULT_INDEX: "https://mirror.example/simple",
      UV_INDEX_MIRROR_PASSWORD: "x",
      UV_PYTHON_INSTALL_MIRROR: "https://mirror.example/python",
    };
    expect(await environment(user)).toMatchObject(user);
  });

  test("but neither where nor what to install", async () => {
    const user = {
      PIP_TARGET: "/elsewhere",
      UV_PYTHON: "3.9",
      UV_SYSTEM_PYTHON: "1",
      UV_EXCLUDE_NEWER: "2020-01-01",
      PYTHONPATH: "/elsewhere",
      VIRTUAL_ENV: "/elsewhere",
      AWS_PROFILE: "production",
    };
    expect(await environment(user)).toEqual(await environment());
  });

  test("keeps locks, downloads and links in its temporary folder, but for a cache that the user names", async () => {
    expect(await environment({ TMPDIR: "/tmp" })).toMatchObject({
      TMPDIR: temporary,
      UV_CACHE_DIR: join(temporary, "uv"),
      UV_LINK_MODE: "hardlink",
    });
    expect(await environment({ UV_CACHE_DIR: "/cache" })).toMatchObject({
      UV_CACHE_DIR: "/cache",
      UV_LINK_MODE: "copy",
    });
  });

  test("uses pip's settings where uv's own say nothing else", async () => {
    const pip = { PIP_INDEX_URL: "https://pip.example", PIP_CERT: "/pip.pem" };
    expect(await environment(pip)).toMatchObject({
      UV_DEFAULT_INDEX: "https://pip.example",
      SSL_CERT_FILE: "/pip.pem",
    });
    expect(await environment({ ...pip, UV_DEFAULT_INDEX: "https://uv.example" })).toMatchObject({
      UV_DEFAULT_INDEX: "https://uv.example",
    });
  });

  test("trusts a company's authority that other programs know", async () => {
    expect(await environment({ REQUESTS_CA_BUNDLE: "/all.pem" })).toMatchObject({
      SSL_CERT_FILE: "/all.pem",
    });
    const extra = join(temporary, "extra.pem");
    await writeFile(extra, "the company's");
    const { SSL_CERT_FILE = "" } = await environment({ NODE_EXTRA_CA_CERTS: extra });
    const bundle = await readFile(SSL_CERT_FILE, "utf8");
    expect(bundle).toContain(rootCertificates[0]);
    expect(bundle).toMatch(/the company's$/);
  });
});

describe("uv's settings of pip's", () => {
  test("have uv's names", () => {
    expect(
      uvSettings({
        cert: "/etc/ca.pem",
        "extra-index-url": "https://b.example/simple https://c.example/simple",
        "index-url": "https://a.example/simple",
        "trusted-host": "a.example",
        proxy: "http://proxy:3128",
        timeout: "60",
        "no-color": "1",
      }),
    ).toEqual({
      SSL_CERT_FILE: "/etc/ca.pem",
      UV_INDEX: "https://b.example/simple https://c.example/simple",
      UV_DEFAULT_INDEX: "https://a.example/simple",
      UV_INSECURE_HOST: "a.example",
      HTTP_PROXY: "http://proxy:3128",
      HTTPS_PROXY: "http://proxy:3128",
      UV_HTTP_TIMEOUT: "60",
    });
  });

  test("leave out folders of packages that are not there", () => {
    expect(uvSettings({ "find-links": `/nowhere ${tmpdir()} https://links.example` })).toEqual({
      UV_FIND_LINKS: `${tmpdir()},https://links.example`,
    });
    expect(uvSettings({ "find-links": "/nowhere" })).toEqual({});
  });
});
