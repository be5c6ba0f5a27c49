import { expect, test } from "vitest";
import type { HarnessConfig } from "./config.ts";
import { assertOutputs } from "./named-outputs.ts";

const deployment = { outputs: { SiteUrl: "http://site.localhost:4566", Bucket: "site" } };

test.each<[HarnessConfig, string]>([
  [
    { addresses: { Page: "SiteUlr" } },
    'addresses.Page: no stack has the output SiteUlr: did you mean "SiteUrl"?',
  ],
  [
    { site: { bucket: "Buckte", files: "dist" } },
    'site.bucket: no stack has the output Buckte: did you mean "Bucket"?',
  ],
  [
    { permissions: { tlsOnly: ["bucket"] } },
    'permissions.tlsOnly: no stack has the output bucket: did you mean "Bucket"?',
  ],
  [
    { addresses: { Page: "Orders" } },
    "addresses.Page: no stack has the output Orders, only SiteUrl, Bucket: name one of these",
  ],
])("%j names an output that no stack has", (config, message) => {
  expect(() => assertOutputs(deployment, config)).toThrow(
    expect.objectContaining({ code: "OUTPUT_MISSING", message }),
  );
});

test("outputs that are there are accepted", () =>
  assertOutputs(deployment, {
    site: { bucket: "Bucket", files: "dist" },
    addresses: { Page: "SiteUrl" },
    permissions: { tlsOnly: ["Bucket"] },
  }));
