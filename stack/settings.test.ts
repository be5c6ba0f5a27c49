import { describe, expect, it } from "vitest";
import { InvalidSettingError, settingsFrom } from "./settings.ts";

const read = (context: Record<string, unknown> = {}) =>
  settingsFrom({ tryGetContext: (name: string) => context[name] });

it("are for AWS, and for any recipient, by default", () => {
  const { target, ...settings } = read();
  expect(target.name).toBe("aws");
  expect(settings).toEqual({
    sender: "cuddles@petcuddleotron.example",
    senderIdentity: undefined,
    allowedRecipientDomains: [],
    alarmsTo: undefined,
    mailEvents: false,
    sesRate: 14,
  });
});

it("are for LocalStack where its endpoint is given", () => {
  expect(read({ localstack: "http://localhost:4566" }).target.name).toBe("localstack");
});

it("take what is given", () => {
  expect(
    read({
      sender: "a@example.com",
      senderIdentity: "example.com",
      allowedRecipientDomains: "example.com, example.org,",
      sesRate: "0.5",
      alarmsTo: "ops@example.com",
      mailEvents: "true",
    }),
  ).toMatchObject({
    sender: "a@example.com",
    senderIdentity: "example.com",
    allowedRecipientDomains: ["example.com", "example.org"],
    sesRate: 0.5,
    alarmsTo: "ops@example.com",
    mailEvents: true,
  });
});

it("do not ask LocalStack to report the events of mails: it accepts that, but does not report them", () => {
  expect(() => read({ localstack: "http://localhost:4566", mailEvents: true })).toThrow(InvalidSettingError);
});

describe("a wrong value is named, with what to give", () => {
  it.each([
    ["sender", "no-address"],
    ["sender", "A <a@example.com>"],
    ["sender", "a@example.com,b@example.com"],
    ["sender", ""],
    ["senderIdentity", "example.org"],
    ["allowedRecipientDomains", "a@example.com"],
    ["allowedRecipientDomains", "*.example.com"],
    ["allowedRecipientDomains", 5],
    ["sesRate", "0"],
    ["sesRate", "many"],
    ["sesRate", "Infinity"],
    ["alarmsTo", "no-address"],
    ["mailEvents", "yes"],
    ["localstack", "localhost:4566"],
    ["localstack", ""],
    ["localstack", true],
  ])("%s: %j", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(InvalidSettingError);
    expect(() => read({ [name]: value })).toThrow(
      new RegExp(`context ${name} is ${JSON.stringify(value).replace(/[*?.]/g, "\\$&")}: give`),
    );
  });
});
