import { capturedMails } from "../harness/cli/activity/captured-mails.ts";
import { followUntilAborted, NewMails } from "../harness/cli/activity/follow.ts";
import { findMail, fullMail, jsonMail, mailLine, sentTo } from "../harness/cli/activity/mail-text.ts";
import { type EndpointOptions, endpointOf } from "../harness/cli/terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { requireLocalStack } from "./app/petcuddleotron.ts";

interface InboxOptions extends EndpointOptions {
  to?: string;
  follow?: true;
  json?: true;
}

const command = defineCommand("inbox", "Shows the mails that LocalStack captured, the newest last.", [
  "npm run inbox                              all of them: time, id, to, subject",
  "npm run inbox -- --to rex@example.com      those to one address",
  "npm run inbox -- 3f9a                      one with its text, by its id or how that begins",
  "npm run inbox -- --follow                  and those that come, until Ctrl-C",
  "npm run -s inbox -- --json | jq '.[].subject'",
])
  .argument("[id]", "show this mail with its text")
  .option("-t, --to <address>", "only mails to this address")
  .option("-f, --follow", "go on with those that come, until Ctrl-C")
  .option("-j, --json", "an array of all fields; with --follow an object a line; with an id an object")
  .addOption(portOption())
  .addOption(endpointOption());

const write = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(command, async (signal, id) => {
  const { to, follow, json, ...where } = command.opts<InboxOptions>();
  const endpoint = endpointOf(where);
  await requireLocalStack(endpoint, signal);
  const look = async () => {
    const mails = await capturedMails(endpoint, signal);
    return to === undefined ? mails : mails.filter((mail) => sentTo(mail, to));
  };

  const mails = await look();
  if (id !== undefined) {
    const mail = findMail(mails, id);
    write(json ? JSON.stringify(jsonMail(mail), undefined, 2) : fullMail(mail));
    return;
  }
  if (!follow) {
    if (json) write(JSON.stringify(mails.map(jsonMail), undefined, 2));
    else if (mails.length === 0) write(`no mail${to === undefined ? "" : ` to ${to}`} yet`);
    else for (const mail of mails) write(mailLine(mail));
    return;
  }
  const newMails = new NewMails();
  await followUntilAborted(signal, async () => {
    for (const mail of newMails.among(await look())) {
      write(json ? JSON.stringify(jsonMail(mail)) : mailLine(mail));
    }
  });
});
