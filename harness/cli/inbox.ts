import type { Command } from "commander";
import { printableJson } from "../core/text/printable.ts";
import { capturedMails } from "../mail/captured-mail.ts";
import { type ListOptions, listOrFollow } from "./activity/list-or-follow.ts";
import { findMail, fullMail, jsonMail, mailLine, sentTo } from "./activity/mail-text.ts";
import { type EndpointOptions, endpointOption, examples, portOption } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runningLocalStack } from "./terminal/running.ts";

interface InboxOptions extends EndpointOptions, ListOptions {
  to?: string;
}

export function define(command: Command): void {
  command
    .description("Shows the mails that LocalStack captured, the newest last.")
    .argument("[id]", "show this mail with its text")
    .option("-t, --to <address>", "only mails to this address")
    .option("-f, --follow", "follow new ones until Ctrl-C")
    .option("-j, --json", "an array of all fields; with --follow one object per line; with an id an object")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "all: time, id, to, subject"],
    ["--to rex@example.com", "those to one address"],
    ["3f9a", "one with its text, by its id or the start of it"],
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
  const { endpoint } = await runningLocalStack(where, signal);
  const find = async () => {
    const mails = await capturedMails(endpoint, signal);
    return to === undefined ? mails : mails.filter((mail) => sentTo(mail, to));
  };
  if (id !== undefined) {
    const mail = findMail(await find(), id);
    write(json ? printableJson(jsonMail(mail), 2) : fullMail(mail));
    return;
  }
  await listOrFollow(
    signal,
    { follow, json },
    {
      find,
      id: (mail) => mail.id,
      line: mailLine,
      json: jsonMail,
      empty: `no mail${to === undefined ? "" : ` to ${to}`} yet`,
    },
  );
}
