import { CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
} from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { mailAdvice, mailState } from "./sender.ts";

const ses = mockClient(SESClient);
const cloudFormation = mockClient(CloudFormationClient);
const sender = "you@example.com";

function world(identities: Record<string, "Success" | "Pending">, rate = 14, perDay = 50_000): void {
  ses.on(ListIdentitiesCommand).resolves({ Identities: Object.keys(identities) });
  ses.on(GetIdentityVerificationAttributesCommand).callsFake(({ Identities }: { Identities: string[] }) => ({
    VerificationAttributes: Object.fromEntries(
      Identities.map((identity) => [identity, { VerificationStatus: identities[identity] ?? "Pending" }]),
    ),
  }));
  ses.on(GetSendQuotaCommand).resolves({ MaxSendRate: rate, Max24HourSend: perDay });
}

const state = () => mailState(sender, new SESClient({}), new CloudFormationClient({}));

beforeEach(() => {
  ses.reset();
  cloudFormation.reset();
  cloudFormation
    .on(DescribeStackResourcesCommand)
    .rejects(new Error("Stack with id PetCuddleOTron does not exist"));
});

describe("the identity of the sender", () => {
  test("is the stack's to bring where SES knows none", async () => {
    world({});
    expect(await state()).toMatchObject({ identity: undefined, verified: false });
  });

  test.each([
    ["the address", { [sender]: "Success" }, sender],
    ["its domain", { "example.com": "Success" }, "example.com"],
    ["what is verified of both", { [sender]: "Pending", "example.com": "Success" }, "example.com"],
  ] as const)("is %s where SES knows it", async (_, identities, identity) => {
    world(identities);
    expect(await state()).toMatchObject({ identity, verified: true });
  });

  test("stays with the stack that brought it", async () => {
    world({ [sender]: "Success" });
    cloudFormation.on(DescribeStackResourcesCommand).resolves({
      StackResources: [
        {
          ResourceType: "AWS::SES::EmailIdentity",
          PhysicalResourceId: sender,
          LogicalResourceId: "MailSender",
          Timestamp: new Date(),
          ResourceStatus: "CREATE_COMPLETE",
        },
      ],
    });
    expect(await state()).toMatchObject({ identity: undefined, verified: true });
  });

  test("is not guessed when CloudFormation does not list the resources of the stack", async () => {
    world({ [sender]: "Success" });
    cloudFormation.on(DescribeStackResourcesCommand).rejects(new Error("AccessDenied"));
    await expect(state()).rejects.toThrow("AccessDenied");
  });
});

describe("the sandbox", () => {
  test.each([
    [1, 200, true],
    [14, 50_000, false],
    [1, 50_000, false],
    [14, -1, false],
  ])("%i a second and %i a day: %s", async (rate, perDay, sandbox) => {
    world({}, rate, perDay);
    expect(await state()).toMatchObject({ rate, perDay, sandbox });
  });
});

describe("advice", () => {
  const good = {
    sender,
    identity: sender,
    asked: true,
    verified: true,
    rate: 14,
    perDay: 50_000,
    sandbox: false,
  };

  test("is not given where mail can go out", () => expect(mailAdvice(good, "eu-west-1")).toEqual([]));

  test("mentions a mail that SES will send, and one that it has sent", () => {
    const [coming] = mailAdvice({ ...good, verified: false, asked: false, identity: undefined }, "eu-west-1");
    expect(coming).toMatch(/^you@example.com is not verified.*SES sends a mail to it when/);
    const [waiting] = mailAdvice({ ...good, verified: false, identity: "example.com" }, "eu-west-1");
    expect(waiting).toMatch(/SES has sent a mail to example.com/);
    const [own] = mailAdvice({ ...good, verified: false, identity: undefined }, "eu-west-1");
    expect(own).toMatch(/SES has sent a mail to you@example.com/);
  });

  test("says what the sandbox refuses and how to leave it", () => {
    const [sandboxed, ...more] = mailAdvice({ ...good, sandbox: true }, "eu-west-1");
    expect(sandboxed).toMatch(/200 a day.*https:\/\/eu-west-1\.console\.aws\.amazon\.com\/ses/);
    expect(more).toEqual([]);
  });
});
