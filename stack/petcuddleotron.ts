import { CfnOutput, type IStackSynthesizer, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { acceptFindings } from "./accepted-findings.ts";
import { Api } from "./api.ts";
import { Functions } from "./functions.ts";
import { Mail } from "./mail.ts";
import { Alarms } from "./operations/alarms.ts";
import { Dashboard } from "./operations/dashboard.ts";
import type { Settings } from "./settings.ts";
import { Site } from "./site.ts";
import { Storage } from "./storage.ts";
import { Workflow } from "./workflow/workflow.ts";

/** Everything that is deployed, in the order in which a request passes through it. */
export class PetCuddleOTron extends Stack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      description: "PetCuddleOTron: reminders to cuddle your pet",
      // CDK's types contradict each other under exactOptionalPropertyTypes
      synthesizer: settings.target.synthesizer() as IStackSynthesizer,
    });
    const functions = new Functions(this, "Functions", settings.target);
    const site = new Site(this, "Site", settings.target);
    const storage = new Storage(this, "Storage");
    const mail = new Mail(this, "Mail", settings);
    const workflow = new Workflow(this, "Workflow", { functions, mail, storage, settings });
    const api = new Api(this, "Api", { functions, site, workflow, settings });
    const alarms = new Alarms(this, "Alarms", { api, functions, workflow, alarmsTo: settings.alarmsTo });
    if (settings.target.hasDashboard) new Dashboard(this, "Dashboard", { alarms, api, functions, workflow });
    acceptFindings(this);

    this.#output("ApiUrl", api.url);
    this.#output("SiteUrl", site.url);
    this.#output("SiteBucketName", site.bucket.bucketName);
    this.#output("StateMachineArn", workflow.machine.stateMachineArn);
    this.#output("StorageBucketName", storage.bucket.bucketName);
    this.#output("Sender", mail.sender);
    if (mail.events) this.#output("MailEventsQueueUrl", mail.events.queue.queueUrl);
  }

  #output(name: string, value: string): void {
    new CfnOutput(this, `${name}Output`, { value }).overrideLogicalId(name);
  }
}
