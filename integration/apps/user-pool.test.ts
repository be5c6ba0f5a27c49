/** Promise: users sign up and in as with Cognito, and APIs take the tokens that they get. */
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { clientConfig } from "localstack-harness";
import { describe } from "vitest";
import { DEPLOYING, expect, PASSWORD, test } from "./user-pool.ts";

const CODE = /\b(\d{6})\b/;

describe("signing up", DEPLOYING, () => {
  test("a user confirms the address by a code that arrives by mail", async ({ pool, inbox, logs }) => {
    const email = inbox.address();
    const signedUp = await pool.signUp(email);
    expect(signedUp).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { DeliveryMedium: "EMAIL" },
    });
    await expect(pool.signIn(email)).rejects.toMatchObject({ name: "UserNotConfirmedException" });

    const mail = await inbox.receive({ to: email });
    expect(mail.from).toContain("no-reply@verificationemail.com");
    const code = CODE.exec(mail.html)?.[1] ?? "";
    const confirm = (ConfirmationCode: string) =>
      pool.client.send(
        new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: email, ConfirmationCode }),
      );
    const wrong = code === "000000" ? "000001" : "000000";
    await expect(confirm(wrong)).rejects.toMatchObject({ name: "CodeMismatchException" });
    await confirm(code);

    const { access } = await pool.tokens(email);
    const { UserAttributes } = await pool.client.send(new GetUserCommand({ AccessToken: access }));
    expect(UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
    const log = logs.in(pool.outputs.TriggersLog ?? "");
    await expect(log).toHaveLogged(new RegExp(`PreSignUp_SignUp ${email}`));
    await expect(log).toHaveLogged(new RegExp(`PostConfirmation_ConfirmSignUp ${signedUp.UserSub}`));
  });

  test("a trigger confirms or refuses", async ({ pool, inbox }) => {
    const email = inbox.address();
    expect(await pool.signUp(email, { invited: "yes" })).toMatchObject({ UserConfirmed: true });
    await expect(pool.signUp(`${crypto.randomUUID()}@refused.test`)).rejects.toMatchObject({
      name: "UserLambdaValidationException",
      message: "PreSignUp failed with error not from there.",
    });
  });

  test("an administrator's user chooses a password", async ({ pool, inbox }) => {
    const Username = inbox.address();
    await pool.client.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.id,
        Username,
        UserAttributes: [{ Name: "email", Value: Username }],
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );
    const mail = await inbox.receive({ to: Username });
    const password = /temporary password is (\S+?)\.?\s*$/.exec(mail.html)?.[1] ?? "";
    const { ChallengeName, Session } = await pool.signIn(Username, password);
    expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const answer = { USERNAME: Username, NEW_PASSWORD: PASSWORD };
    const { AuthenticationResult } = await pool.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: answer,
      }),
    );
    expect(AuthenticationResult?.ExpiresIn).toBe(600);
    expect((await pool.signIn(Username)).AuthenticationResult).toBeDefined();
  });

  test("a forgotten password is replaced by a code", async ({ pool, inbox }) => {
    const Username = inbox.address();
    await pool.signUp(Username);
    const first = CODE.exec((await inbox.receive({ to: Username })).html)?.[1] ?? "";
    const user = { ClientId: pool.clientId, Username };
    await pool.client.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: first }));
    await pool.client.send(new ForgotPasswordCommand(user));
    const mails = await inbox.receiveExactly(2, { to: Username });
    const codes = mails.map(({ html }) => CODE.exec(html)?.[1] ?? "");
    const Password = "Another4all";
    const replace = (ConfirmationCode: string) =>
      pool.client.send(new ConfirmForgotPasswordCommand({ ...user, ConfirmationCode, Password }));
    await expect(replace("")).rejects.toThrow();
    await replace(codes.find((code) => code !== first) ?? first);
    await expect(pool.signIn(Username)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    expect((await pool.signIn(Username, Password)).AuthenticationResult).toBeDefined();
  });
});

describe("signing in", DEPLOYING, () => {
  test("only the right password, by a flow of the client, gives tokens", async ({ pool, inbox }) => {
    const email = await pool.user(inbox.address());
    await expect(pool.signIn(email, "wrong")).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
    const AuthParameters = { USERNAME: email, PASSWORD };
    const byMachine = {
      ClientId: pool.outputs.MachineClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters,
    } as const;
    await expect(pool.client.send(new InitiateAuthCommand(byMachine))).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    const byAdmin = {
      UserPoolId: pool.id,
      ClientId: pool.clientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters,
    } as const;
    const { AuthenticationResult } = await pool.client.send(new AdminInitiateAuthCommand(byAdmin));
    expect(AuthenticationResult).toMatchObject({ TokenType: "Bearer", ExpiresIn: 600 });
  });

  test("AWS's own library signs in without sending the password", async ({ pool, inbox, endpoint }) => {
    const Username = await pool.user(inbox.address());
    const userPool = new CognitoUserPool({ UserPoolId: pool.id, ClientId: pool.clientId, endpoint });
    const signIn = (Password: string) =>
      new Promise<CognitoUserSession>((onSuccess, onFailure) =>
        new CognitoUser({ Username, Pool: userPool }).authenticateUser(
          new AuthenticationDetails({ Username, Password }),
          { onSuccess, onFailure },
        ),
      );
    const session = await signIn(PASSWORD);
    expect(session.isValid()).toBe(true);
    expect(session.getIdToken().payload.email).toBe(Username);
    await expect(signIn("wrong")).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("a page that LocalStack serves signs in, and calls nothing else", async ({
    pool,
    inbox,
    endpoint,
  }) => {
    const USERNAME = await pool.user(inbox.address());
    const origin = `http://site.s3-website.localhost:${new URL(endpoint).port}`;
    const call = async (operation: string, body: object, from = origin) => {
      const headers = {
        origin: from,
        "sec-fetch-site": "cross-site",
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      };
      const response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: response.status, allowed: response.headers.get("access-control-allow-origin") };
    };
    const asked = await fetch(endpoint, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-amz-target",
      },
    });
    expect([asked.ok, asked.headers.get("access-control-allow-origin")]).toEqual([true, origin]);
    expect(asked.headers.get("access-control-allow-headers")).toContain("x-amz-target");
    const flow = { ClientId: pool.clientId, AuthFlow: "USER_PASSWORD_AUTH" };
    const signIn = { ...flow, AuthParameters: { USERNAME, PASSWORD } };
    expect(await call("InitiateAuth", signIn)).toEqual({ status: 200, allowed: origin });
    expect((await call("InitiateAuth", signIn, "https://evil.example")).status).toBe(403);
    expect((await call("AdminGetUser", { UserPoolId: pool.id, Username: USERNAME })).status).toBe(403);
  });

  test("tokens verify against the pool's keys, with the claims that a trigger adds", async ({
    pool,
    inbox,
  }) => {
    const email = await pool.user(inbox.address());
    const { id, access, refresh } = await pool.tokens(email);
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.id,
      clientId: pool.clientId,
      tokenUse: null,
    });
    verifier.cacheJwks(await pool.keys());
    const claims = await verifier.verify(id);
    expect(claims).toMatchObject({ iss: pool.outputs.Issuer, token_use: "id", email, tenant: "t1" });
    expect(claims).not.toHaveProperty("email_verified");
    const granted = await verifier.verify(access);
    expect(granted).toMatchObject({
      client_id: pool.clientId,
      scope: "aws.cognito.signin.user.admin",
      sub: claims.sub,
    });
    await expect(verifier.verify(`${access.slice(0, -4)}AAAA`)).rejects.toThrow(/signature/i);

    const { AuthenticationResult } = await pool.client.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: refresh },
      }),
    );
    expect(await verifier.verify(AuthenticationResult?.AccessToken ?? "")).toMatchObject({ sub: claims.sub });
  });

  test("a function finds the keys and the domain at AWS's own addresses", async ({ pool, endpoint }) => {
    const client = new LambdaClient(clientConfig(endpoint));
    const { Issuer: issuer, HostedDomain: domain, MachineClientId, VerifierName } = pool.outputs;
    const request = { issuer, domain, client: MachineClientId, secret: await pool.machineSecret() };
    const invoke = new InvokeCommand({ FunctionName: VerifierName, Payload: JSON.stringify(request) });
    const { Payload } = await client.send(invoke);
    client.destroy();
    expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual({
      keys: expect.any(Number),
      issuer,
      type: "Bearer",
    });
  });
});

describe("an API", DEPLOYING, () => {
  const ask = async (url: string, token?: string) => {
    const response = await fetch(url, { headers: token ? { authorization: token } : {} });
    return {
      status: response.status,
      body: await response.json(),
      challenge: response.headers.get("www-authenticate"),
    };
  };

  test("takes the tokens of its user pool", async ({ pool, inbox }) => {
    const { HttpUrl, RestUrl = "" } = pool.outputs;
    const { id, access } = await pool.tokens(await pool.user(inbox.address()));
    for (const token of [`Bearer ${id}`, access]) {
      const { status, body } = await ask(`${HttpUrl}pool`, token);
      expect([status, body.jwt.scopes]).toEqual([200, null]);
      expect(body.jwt.claims).toMatchObject({ iss: pool.outputs.Issuer, sub: expect.any(String) });
    }
    expect(await ask(`${HttpUrl}pool`)).toEqual({
      status: 401,
      body: { message: "Unauthorized" },
      challenge: "Bearer",
    });
    const forged = await ask(`${HttpUrl}pool`, `${id.slice(0, -4)}AAAA`);
    expect([forged.status, forged.challenge]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);

    const rest = await ask(RestUrl, id);
    expect([rest.status, rest.body.claims.tenant]).toEqual([200, "t1"]);
    for (const token of [undefined, access, "nonsense"])
      expect(await ask(RestUrl, token)).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
  });

  test("takes a program's token with one of its scopes", async ({ pool, inbox }) => {
    const { HttpUrl } = pool.outputs;
    const secret = await pool.machineSecret();
    expect(await pool.machineToken("wrong")).toEqual({ status: 400, body: { error: "invalid_client" } });
    expect(await pool.machineToken(secret, "pets/write")).toEqual({
      status: 400,
      body: { error: "invalid_scope" },
    });
    const { body } = await pool.machineToken(secret);
    const granted = await ask(`${HttpUrl}scope`, `Bearer ${body.access_token}`);
    expect([granted.status, granted.body.jwt.scopes]).toEqual([200, ["pets/read"]]);
    expect(await ask(`${HttpUrl}other-scope`, body.access_token)).toMatchObject({
      status: 403,
      body: { message: "Forbidden" },
    });
    const { id } = await pool.tokens(await pool.user(inbox.address()));
    expect((await ask(`${HttpUrl}scope`, id)).status).toBe(401);
  });
});
