import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActive,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { clientConfig, type Harness } from "localstack-harness";
import type { App } from "../app/petcuddleotron.ts";
import { postReminder } from "../app/post-reminder.ts";

const CODE = zipSync({ "index.mjs": strToU8("export const handler = async () => 'meow';") });

async function createFunction(client: LambdaClient, name: string): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Role: "arn:aws:iam::000000000000:role/bench",
      Handler: "index.handler",
      MemorySize: 256,
      Code: { ZipFile: CODE },
    }),
  );
  await waitUntilFunctionActive(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName: name },
  );
}

/** Milliseconds of one invocation. Throws where the function failed. */
async function invoke(client: LambdaClient, name: string): Promise<number> {
  const started = performance.now();
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName: name }));
  if (FunctionError) throw new Error(`${name} failed: ${Payload?.transformToString()}`);
  return performance.now() - started;
}

/** Milliseconds of the first invocation of that many functions, in sequence. */
export async function coldInvocations(endpoint: string, count: number): Promise<number[]> {
  const client = new LambdaClient(clientConfig(endpoint));
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    await createFunction(client, `bench-cold-${index}`);
    times.push(await invoke(client, `bench-cold-${index}`));
  }
  client.destroy();
  return times;
}

/** Milliseconds of as many invocations of one function, after its first. */
export async function warmInvocations(endpoint: string, count: number): Promise<number[]> {
  const client = new LambdaClient(clientConfig(endpoint));
  await createFunction(client, "bench-warm");
  await invoke(client, "bench-warm");
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(await invoke(client, "bench-warm"));
  client.destroy();
  return times;
}

/** Milliseconds from the request for a reminder without a wait to the second mail. */
export async function requestToMails({ inbox }: Harness, { apiUrl }: App): Promise<number> {
  const email = inbox.address(crypto.randomUUID().slice(0, 8));
  const started = performance.now();
  const response = await postReminder(apiUrl, { waitSeconds: 0, email });
  if (response.status !== 202)
    throw new Error(`the API answered ${response.status}: ${await response.text()}`);
  await inbox.receive({ to: email, subject: /completed/ });
  return performance.now() - started;
}
