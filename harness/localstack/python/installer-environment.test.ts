import { describe, expect, test } from "vitest";
import { installerEnvironment, uvSettingsOfPip } from "./installer-environment.ts";

describe("the environment of pip and uv", () => {
  test("takes over how the network and the index are reached", () => {
    const persons = {
      PATH: "/bin",
      HOME: "/home/somebody",
      https_proxy: "http://proxy:3128",
      SSL_CERT_FILE: "/etc/ca.pem",
      PIP_INDEX_URL: "https://mirror.example/simple",
      UV_DEFAULT_INDEX: "https://mirror.example/simple",
      UV_INDEX_MIRROR_PASSWORD: "x",
    };
    expect(installerEnvironment(persons)).toMatchObject(persons);
  });

  test("but neither where nor what to install", () => {
    const persons = {
      PIP_TARGET: "/elsewhere",
      PIP_USER: "1",
      PIP_CONSTRAINT: "other.txt",
      UV_PYTHON: "3.9",
      UV_SYSTEM_PYTHON: "1",
      UV_EXCLUDE_NEWER: "2020-01-01",
      PYTHONPATH: "/elsewhere",
      VIRTUAL_ENV: "/elsewhere",
      AWS_PROFILE: "production",
    };
    expect(installerEnvironment(persons)).toEqual(installerEnvironment({}));
  });
});

describe("what uv is told of pip's configuration", () => {
  test("is its index, by uv's names", () => {
    expect(
      uvSettingsOfPip(
        [
          "global.cert='/etc/ca.pem'",
          String.raw`global.extra-index-url='\nhttps://b.example/simple\nhttps://c.example/simple'`,
          "global.index-url='https://a.example/simple'",
          "global.timeout='60'",
          "install.trusted-host='a.example'",
        ].join("\n"),
      ),
    ).toEqual({
      SSL_CERT_FILE: "/etc/ca.pem",
      UV_INDEX: "https://b.example/simple https://c.example/simple",
      UV_DEFAULT_INDEX: "https://a.example/simple",
      UV_INSECURE_HOST: "a.example",
    });
  });

  test("by pip's own precedence: the environment, then the command's section", () => {
    const lines = [
      ":env:.index-url='https://env'",
      "global.index-url='https://global'",
      "install.index-url='https://install'",
    ];
    expect(uvSettingsOfPip(lines.join("\n"))).toEqual({ UV_DEFAULT_INDEX: "https://env" });
    expect(uvSettingsOfPip(lines.slice(1).join("\n"))).toEqual({ UV_DEFAULT_INDEX: "https://install" });
  });

  test("is nothing where nothing is set", () => expect(uvSettingsOfPip("")).toEqual({}));
});
