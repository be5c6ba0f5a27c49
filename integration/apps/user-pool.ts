/** Deploys the user pool of user-pool.app.ts, once for each suite, and calls Cognito as an app does. */
import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Jwks } from "aws-jwt-verify/jwk";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { inject } from "vitest";
import { test as base, expect } from "../app.ts";

export const DEPLOYING = { timeout: 240_000 };
export const PASSWORD = "Biscuits4all";

export const deployUserPool = (
  edition: "first" | "second",
  stack = `pool-${crypto.randomUUID().slice(0, 8)}`,
): Promise<Deployed> =>
  deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/user-pool.app.ts",
    context: { stack, edition },
  });

/** A user pool with a client for users and one for programs. */
export class Pool {
  readonly client: CognitoIdentityProviderClient;
  readonly outputs: Record<string, string>;
  readonly #endpoint: string;

  constructor(endpoint: string, outputs: Record<string, string>) {
    this.#endpoint = endpoint;
    this.outputs = outputs;
    this.client = new CognitoIdentityProviderClient(clientConfig(endpoint));
  }

  get id(): string {
    return this.outputs.PoolId ?? "";
  }

  get clientId(): string {
    return this.outputs.WebClientId ?? "";
  }

  signUp(email: string, metadata?: Record<string, string>) {
    const user = { Username: email, Password: PASSWORD, UserAttributes: [{ Name: "email", Value: email }] };
    return this.client.send(
      new SignUpCommand({ ClientId: this.clientId, ...user, ClientMetadata: metadata }),
    );
  }

  /** A user who may sign in. */
  async user(email: string): Promise<string> {
    await this.signUp(email);
    await this.client.send(new AdminConfirmSignUpCommand({ UserPoolId: this.id, Username: email }));
    return email;
  }

  signIn(email: string, password = PASSWORD) {
    const AuthParameters = { USERNAME: email, PASSWORD: password };
    return this.client.send(
      new InitiateAuthCommand({ ClientId: this.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
  }

  async tokens(email: string): Promise<{ id: string; access: string; refresh: string }> {
    const { AuthenticationResult: result } = await this.signIn(email);
    const { IdToken: id = "", AccessToken: access = "", RefreshToken: refresh = "" } = result ?? {};
    return { id, access, refresh };
  }

  async machineSecret(): Promise<string> {
    const command = new DescribeUserPoolClientCommand({
      UserPoolId: this.id,
      ClientId: this.outputs.MachineClientId,
    });
    return (await this.client.send(command)).UserPoolClient?.ClientSecret ?? "";
  }

  /** Of the token endpoint. */
  async machineToken(secret: string, scope = "pets/read") {
    const authorization = `Basic ${Buffer.from(`${this.outputs.MachineClientId}:${secret}`).toString("base64")}`;
    const response = await fetch(`${this.#endpoint}/_aws/cognito-idp/oauth2/token`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    });
    return { status: response.status, body: await response.json() };
  }

  async keys(): Promise<Jwks> {
    return (await fetch(`${this.#endpoint}/${this.id}/.well-known/jwks.json`)).json();
  }
}

export const test = base.extend<{ $file: { deployment: Deployed }; $test: { pool: Pool } }>({
  deployment: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => use(await deployUserPool("first")),
    { scope: "file" },
  ],
  pool: async ({ deployment, endpoint }, use) => {
    const pool = new Pool(endpoint, deployment.outputs);
    await use(pool);
    pool.client.destroy();
  },
});

export { expect };
