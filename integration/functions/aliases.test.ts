/** Promise: an alias is addressed as a function is, also by a chosen address. */
import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  TagResourceCommand,
} from "@aws-sdk/client-lambda";
import { clientConfig } from "localstack-harness";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

test("an alias has the configuration of its version, and an address with a chosen name", async ({
  endpoint,
  http,
}) => {
  await using fn = await ThrowawayFunction.create(endpoint, {
    "index.mjs": "export const handler = async ({ rawPath }) => rawPath;",
  });
  const client = new LambdaClient(clientConfig(endpoint));
  const FunctionName = fn.name;
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
  const alias = await client.send(
    new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: Version }),
  );
  const asked = { FunctionName, Qualifier: "live" };
  const configuration = await client.send(new GetFunctionConfigurationCommand(asked));
  expect(configuration).toMatchObject({ FunctionArn: alias.AliasArn, Version, Runtime: "nodejs24.x" });
  const unknown = new GetFunctionConfigurationCommand({ FunctionName, Qualifier: "other" });
  await expect(client.send(unknown)).rejects.toThrow(
    `Function not found: ${alias.AliasArn?.replace("live", "other")}`,
  );

  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName }));
  await client.send(
    new TagResourceCommand({
      Resource: Configuration?.FunctionArn,
      Tags: { _custom_id_: `pets-${fn.name.slice(-8)}` },
    }),
  );
  const { FunctionUrl = "" } = await client.send(
    new CreateFunctionUrlConfigCommand({ ...asked, AuthType: "NONE" }),
  );
  client.destroy();
  expect(new URL(FunctionUrl).hostname).toMatch(/^pets-[0-9a-f]{8}-live\.lambda-url\./);
  expect(await (await http.fetch(`${FunctionUrl}cats`)).text()).toBe("/cats");
});
