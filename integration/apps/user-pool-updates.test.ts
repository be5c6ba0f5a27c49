/** Promise: a user pool follows the updates and the removal of its stack, and what is not supported is named. */
import { CloudFormationClient, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import {
  AdminInitiateAuthCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { clientConfig, poll } from "localstack-harness";
import { DEPLOYING, deployUserPool, expect, PASSWORD, Pool, test } from "./user-pool.ts";

test(
  "a user pool follows its stack, and keeps its users",
  DEPLOYING,
  async ({ endpoint, inbox, onTestFinished }) => {
    const stack = `pool-${crypto.randomUUID().slice(0, 8)}`;
    const { outputs } = await deployUserPool("first", stack);
    const before = new Pool(endpoint, outputs);
    const cloudFormation = new CloudFormationClient(clientConfig(endpoint));
    onTestFinished(() => {
      before.client.destroy();
      cloudFormation.destroy();
    });
    const email = await before.user(inbox.address());

    const pool = new Pool(endpoint, (await deployUserPool("second", stack)).outputs);
    onTestFinished(() => pool.client.destroy());
    expect([pool.id, pool.clientId]).toEqual([before.id, before.clientId]);
    const { AuthenticationResult } = await pool.signIn(email);
    expect(AuthenticationResult?.ExpiresIn).toBe(1_800);
    const claims = JSON.parse(
      Buffer.from(AuthenticationResult?.IdToken?.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(claims).not.toHaveProperty("tenant");
    const flow = {
      UserPoolId: pool.id,
      ClientId: pool.clientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    } as const;
    const admin = new AdminInitiateAuthCommand({ ...flow, AuthParameters: { USERNAME: email, PASSWORD } });
    await expect(pool.client.send(admin)).rejects.toMatchObject({ name: "InvalidParameterException" });
    const { UserPool } = await pool.client.send(new DescribeUserPoolCommand({ UserPoolId: pool.id }));
    expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(12);

    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    await poll({ awaiting: "the end of the user pool", within: 30_000 }, async () => {
      const description = pool.client.send(new DescribeUserPoolCommand({ UserPoolId: pool.id }));
      const name = await description.then(
        () => "still there",
        ({ name }: Error) => name,
      );
      return name === "ResourceNotFoundException" ? { done: undefined } : { seen: name };
    });
  },
);

test("a trigger that is not supported is refused by name", async ({ endpoint, onTestFinished }) => {
  const { client } = new Pool(endpoint, {});
  onTestFinished(() => client.destroy());
  const LambdaConfig = { UserMigration: "arn:aws:lambda:us-east-1:000000000000:function:f" };
  await expect(client.send(new CreateUserPoolCommand({ PoolName: "p", LambdaConfig }))).rejects.toThrow(
    /the trigger UserMigration is not supported, only PreSignUp, .*leave it out for LocalStack/,
  );
});
