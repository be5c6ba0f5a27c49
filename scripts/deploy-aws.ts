import { type AwsAccount, settleEnvironment } from "localstack-harness/aws";
import { defineCommand, paint, runCommand, runSteps } from "localstack-harness/cli";
import { showChanges } from "./aws/change-set.ts";
import { confirm } from "./aws/confirm.ts";
import { costAndLimits } from "./aws/cost.ts";
import { AwsDeployment } from "./aws/deployment.ts";
import { settleEarlyEnd } from "./aws/interrupted-deployment.ts";
import { mailAdvice } from "./aws/sender.ts";
import { accountOption, emulatorOption, regionOption } from "./aws/target.ts";

interface DeployAwsOptions extends AwsAccount {
  sender: string;
  allowRecipients?: string;
  alarmsTo?: string;
  mailEvents?: true;
  yes?: true;
}

const command = defineCommand(
  "deploy:aws",
  "Deploys the app to an AWS account: shows what would change, asks, deploys, and publishes the page.",
  [
    "npm run deploy:aws -- --account 123456789012 --region eu-west-1 --sender you@example.com",
    "npm run deploy:aws -- … --alarms-to ops@example.com --allow-recipients example.com",
  ],
)
  .addOption(accountOption())
  .addOption(regionOption())
  .requiredOption("--sender <address>", "the address that mails come from")
  .option("--allow-recipients <domains>", "send mail to these domains only, with commas between them")
  .option("--alarms-to <address>", "who gets a mail when an alarm goes off")
  .option("--mail-events", "report the events of each mail to a queue, for the end-to-end suites")
  .option("-y, --yes", "deploy without asking")
  .addOption(emulatorOption());

const write = (text: string) => process.stdout.write(`${text}\n`);

await runCommand(
  command,
  async (signal) => {
    const { account, region, endpoint, sender, ...options } = command.opts<DeployAwsOptions>();
    const target: AwsAccount = { account, region, ...(endpoint !== undefined && { endpoint }) };
    settleEnvironment(target);
    const context = {
      ...(options.allowRecipients !== undefined && { allowedRecipientDomains: options.allowRecipients }),
      ...(options.alarmsTo !== undefined && { alarmsTo: options.alarmsTo }),
      ...(options.mailEvents && { mailEvents: "true" }),
    };
    await using deployment = new AwsDeployment(target, sender, context, signal);
    try {
      await run(deployment, target, options.yes ?? false, signal);
    } catch (error) {
      const early = await settleEarlyEnd(error, deployment, target);
      // an interrupted command prints nothing, but the user must know what it left
      if (signal.aborted) process.stderr.write(`${early.message}\n`);
      throw early;
    }
  },
  { awsAccount: "kept" },
);

async function run(deployment: AwsDeployment, target: AwsAccount, yes: boolean, signal: AbortSignal) {
  const { account, region } = target;
  await runSteps(deployment.lookSteps);
  if (deployment.needsBootstrap) {
    write(
      `\nThe CDK has not been used in ${account}/${region} yet. It needs the stack CDKToolkit there: a bucket, an\nempty container registry and five roles, which remain when this app is removed. They cost nearly nothing.`,
    );
    await confirm("Make it?", { yes, signal });
    await runSteps(deployment.bootstrapSteps);
  }
  await runSteps(deployment.prepareSteps);
  if (deployment.changes.length > 0) {
    write(`\n${showChanges(deployment.changes)}\n\n${costAndLimits(deployment.mail)}\n`);
    for (const advice of mailAdvice(deployment.mail, region)) write(paint("yellow", `Note    ${advice}`));
    const question = deployment.isUpdate ? "Make these changes" : "Make all this";
    await confirm(`${question} in account ${account}, ${region}?`, {
      yes,
      signal,
    });
  }
  await runSteps(deployment.deploySteps);
  const { siteUrl, apiUrl } = deployment.app;
  write(`\n  Site   ${paint("cyan", siteUrl)}\n  API    ${paint("cyan", apiUrl)}`);
  for (const advice of mailAdvice(deployment.mail, region)) write(paint("yellow", `\n${advice}`));
  write(
    "\nnpm run destroy:aws removes it all again; docs/runbook.md is for when a reminder does not arrive.",
  );
}
