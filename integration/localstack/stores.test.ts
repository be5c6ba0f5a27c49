/** Promise: parameters, secrets and keys are kept and given back. */
import { CreateKeyCommand, DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { clientConfig } from "localstack-harness";
import { expect, test } from "../app.ts";

const name = `walks-${crypto.randomUUID()}`;

test("a parameter", async ({ endpoint }) => {
  const ssm = new SSMClient(clientConfig(endpoint));
  await ssm.send(new PutParameterCommand({ Name: name, Value: "Rex", Type: "SecureString" }));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  ssm.destroy();
  expect(Parameter?.Value).toBe("Rex");
});

test("a secret", async ({ endpoint }) => {
  const secrets = new SecretsManagerClient(clientConfig(endpoint));
  await secrets.send(new CreateSecretCommand({ Name: name, SecretString: "Tom" }));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
  secrets.destroy();
  expect(SecretString).toBe("Tom");
});

test("a key", async ({ endpoint }) => {
  const kms = new KMSClient(clientConfig(endpoint));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const encrypt = new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from("Kit") });
  const { CiphertextBlob } = await kms.send(encrypt);
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
  kms.destroy();
  expect(Buffer.from(CiphertextBlob ?? []).includes("Kit")).toBe(false);
  expect(Buffer.from(Plaintext ?? []).toString()).toBe("Kit");
});
