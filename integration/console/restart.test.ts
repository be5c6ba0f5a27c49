/** Promise: an open console survives a restart of LocalStack: it says that LocalStack is gone, and goes on when it is back. */
import { SESClient, SendEmailCommand, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import getPort from "get-port";
import { clientConfig, startLocalStack } from "localstack-harness";
import { afterAll, expect, test } from "vitest";
import { closeBrowser } from "../browser.ts";
import { serveConsole, withPages } from "./console-page.ts";

afterAll(closeBrowser);

/** Starts of LocalStack on a busy machine. */
const MINUTES = 240_000;
const WITHIN = { timeout: 90_000 };
const FROM = "rex@example.com";

async function send(endpoint: string, subject: string): Promise<void> {
  const ses = new SESClient(clientConfig(endpoint));
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: FROM }));
  await ses.send(
    new SendEmailCommand({
      Source: FROM,
      Destination: { ToAddresses: [FROM] },
      Message: { Subject: { Data: subject }, Body: { Text: { Data: "hello" } } },
    }),
  );
  ses.destroy();
}

test("the page says that LocalStack is gone, then shows what happens in the new one", {
  timeout: MINUTES,
}, async () => {
  const port = await getPort();
  const start = () => startLocalStack({ target: "embedded", port });
  let localstack = await start();
  try {
    await using console = await serveConsole(localstack.endpoint, []);
    await withPages(console.address, async (open) => {
      const { page, at } = await open();
      await page.goto(at("inbox"));
      const mails = page.getByRole("listbox", { name: "Mails" }).getByRole("option");
      await send(localstack.endpoint, "before");
      await mails.filter({ hasText: "before" }).click(WITHIN);
      await page.getByRole("article", { name: /before/ }).waitFor(WITHIN);

      await localstack.stop();
      const status = page.getByRole("status").filter({ hasText: "LocalStack does not answer" });
      await status.waitFor(WITHIN);
      // what was there can still be read
      expect(await mails.count()).toBe(1);

      localstack = await start();
      await status.waitFor({ state: "detached", ...WITHIN });
      await send(localstack.endpoint, "after");
      await mails.filter({ hasText: "after" }).click(WITHIN);
      await page.getByRole("article", { name: /after/ }).waitFor(WITHIN);
      expect(await mails.allInnerTexts()).toHaveLength(1);
    });
  } finally {
    await localstack.stop();
  }
});
