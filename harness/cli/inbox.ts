import type { Command } from "commander";
import { loadProject } from "../config/load.ts";
import { printableJson } from "../core/text/printable.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { requireLocalStack } from "../localstack/require.ts";
import { capturedMails } from "../mail/captured-mail.ts";
import { followUntilAborted, NewMails } from "./activity/follow.ts";
import { findMail, fullMail, jsonMail, mailLine, sentTo } from "./activity/mail-text.ts";
import {
  type EndpointOptions,
  endpointOf,
  endpointOption,
  examples,
  portOption,
} from "./terminal/options.ts";
import { act } from "./terminal/program.ts";

interface InboxOptions extends EndpointOptions {
  to?: string;
  follow?: true;
  json?: true;
}

export function define(command: Command): void {
  command
    .description("Shows the mails that LocalStack captured, the newest last.")
    .argument("[id]", "show this mail with its text")
    .option("-t, --to <address>", "only mails to this address")
    .option("-f, --follow", "go on with new ones, until Ctrl-C")
    .option("-j, --json", "an array of all fields; with --follow an object a line; with an id an object")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "all: time, id, to, subject"],
    ["--to rex@example.com", "those to one address"],
    ["3f9a", "one with its text, by its id or how that begins"],
    ["--follow", "and new ones, until Ctrl-C"],
  ]);
  act(command, inbox);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function inbox(
  signal: AbortSignal,
  { to, follow, json, ...where }: InboxOptions,
  id?: string,
): Promise<void> {
  const endpoint = endpointOf(where, (await loadProject(PROJECT_ROOT)).config.port);
  await requireLocalStack(endpoint, signal);
  const look = async () => {
    const mails = await capturedMails(endpoint, signal);
    return to === undefined ? mails : mails.filter((mail) => sentTo(mail, to));
  };

  const mails = await look();
  if (id !== undefined) {
    const mail = findMail(mails, id);
    write(json ? printableJson(jsonMail(mail), 2) : fullMail(mail));
    return;
  }
  if (!follow) {
    if (json) write(printableJson(mails.map(jsonMail), 2));
    else if (mails.length === 0) write(`no mail${to === undefined ? "" : ` to ${to}`} yet`);
    else for (const mail of mails) write(mailLine(mail));
    return;
  }
  const newMails = new NewMails();
  await followUntilAborted(signal, async () => {
    for (const mail of newMails.among(await look())) {
      write(json ? printableJson(jsonMail(mail)) : mailLine(mail));
    }
  });
}
