import { expect, test } from "vitest";
import { parseAccount, parseRegion } from "./target.ts";

test.each(["123456789012", "1234-5678-9012"])("account %s", (value) =>
  expect(parseAccount(value)).toBe("123456789012"),
);
test.each(["", "12345678901", "1234567890123", "12345678901x", "arn:aws:iam::1:root"])(
  "no account: %j",
  (value) => expect(() => parseAccount(value)).toThrow("twelve digits"),
);
test.each(["eu-west-1", "us-gov-east-1", "ap-southeast-3", "cn-north-1"])("Region %s", (value) =>
  expect(parseRegion(value)).toBe(value),
);
test.each(["", "eu-west", "Ireland", "eu_west_1", "https://x"])("no Region: %j", (value) =>
  expect(() => parseRegion(value)).toThrow("looks like eu-west-1"),
);
