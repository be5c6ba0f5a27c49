import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Change, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SESClient } from "@aws-sdk/client-ses";
import { publishWebsite } from "localstack-harness";
import {
  type AwsAccount,
  accountConfig,
  checkAccount,
  describeStack,
  outputsOf,
} from "localstack-harness/aws";
import type { Step } from "localstack-harness/cli";
import { type App, appFrom, STACK_NAME } from "../app/petcuddleotron.ts";
import { buildSite } from "../build-site.ts";
import { bootstrap, type Context, executeChangeSet, prepareChangeSet } from "./cdk.ts";
import { changesOf, discardChangeSet } from "./change-set.ts";
import { type MailState, mailState } from "./sender.ts";
import { deployableStack } from "./stack-state.ts";

/** Made once for an account and Region, for all that the CDK deploys there. */
const TOOLKIT = "CDKToolkit";

/** The progress of a deployment, which an interruption reports. */
export type Stage = "looking" | "preparing" | "prepared" | "deploying" | "deployed" | "published";

/** Deploys the stack and the page to an account, in parts between which the user confirms. */
export class AwsDeployment implements AsyncDisposable {
  readonly #target: AwsAccount;
  readonly #sender: string;
  readonly #context: Context;
  readonly #signal: AbortSignal;
  readonly #cloudFormation: CloudFormationClient;
  readonly #changeSet = `petcuddleotron-${Date.now()}`;
  #assembly: string | undefined;
  #mail: MailState | undefined;
  #app: App | undefined;
  /** What the change set would do. */
  changes: Change[] = [];
  /** Whether the account and Region lack what the CDK deploys with. */
  needsBootstrap = false;
  /** Whether there is a stack to be changed; else one is made. */
  isUpdate = false;
  stage: Stage = "looking";

  constructor(target: AwsAccount, sender: string, context: Context, signal: AbortSignal) {
    this.#target = target;
    this.#sender = sender;
    this.#context = context;
    this.#signal = signal;
    this.#cloudFormation = new CloudFormationClient(accountConfig(target));
  }

  get mail(): MailState {
    if (!this.#mail) throw new TypeError("SES has not been asked yet");
    return this.#mail;
  }

  get app(): App {
    if (!this.#app) throw new TypeError("the app is not deployed yet");
    return this.#app;
  }

  /** Looks at everything and changes nothing. */
  readonly lookSteps: readonly Step[] = [
    {
      title: "Check the account",
      run: async () => `${this.#target.account}, ${await checkAccount(this.#target)}`,
    },
    {
      title: "Look at the stack",
      run: async () => {
        const stack = await deployableStack(this.#cloudFormation);
        this.isUpdate = stack !== undefined;
        this.needsBootstrap = (await describeStack(this.#cloudFormation, TOOLKIT)) === undefined;
        return stack?.StackStatus ?? "none yet";
      },
    },
    {
      title: "Ask SES about the sender",
      run: async () => {
        const { verified, rate } = await this.#askSes();
        return `${this.#sender} is ${verified ? "verified" : "not verified yet"}, ${rate} mails a second`;
      },
    },
  ];

  /** Makes what the CDK deploys with. */
  readonly bootstrapSteps: readonly Step[] = [
    {
      title: `Make ${TOOLKIT}`,
      run: async (report) => {
        await bootstrap(this.#target.account, this.#target.region, { onLine: report, signal: this.#signal });
        return undefined;
      },
    },
  ];

  /** Uploads, and lets CloudFormation say what would change. */
  readonly prepareSteps: readonly Step[] = [
    {
      title: "Prepare the change set",
      run: async (report) => {
        this.#assembly = await mkdtemp(join(tmpdir(), "petcuddleotron-aws-"));
        this.stage = "preparing";
        await prepareChangeSet(this.#changeSet, this.#stackContext(), this.#assembly, {
          onLine: report,
          signal: this.#signal,
        });
        this.changes = await changesOf(this.#cloudFormation, this.#changeSet);
        this.stage = "prepared";
        return `${this.changes.length} changes`;
      },
    },
  ];

  /** Makes the changes and publishes the page. */
  readonly deploySteps: readonly Step[] = [
    {
      title: "Deploy the stack",
      run: async (report) => {
        if (this.changes.length > 0) {
          this.stage = "deploying";
          await executeChangeSet(this.#changeSet, this.#assembly ?? "", {
            onLine: report,
            signal: this.#signal,
          });
        } else {
          await this.discard();
        }
        const stack = await describeStack(this.#cloudFormation, STACK_NAME);
        this.#app = appFrom(stack ? outputsOf(stack) : {});
        this.stage = "deployed";
        return this.changes.length > 0 ? undefined : "unchanged";
      },
    },
    {
      title: "Publish the page",
      run: async () => {
        const { apiUrl, siteBucket } = this.app;
        const files = await buildSite({ apiUrl });
        await publishWebsite({ endpoint: accountConfig(this.#target), bucket: siteBucket, files });
        this.stage = "published";
        // the sender may be the stack's own since it was deployed, and SES have asked it to confirm
        await this.#askSes();
        return `${files.size} files`;
      },
    },
  ];

  /** Removes the change set, where there is one that was not executed. */
  async discard(): Promise<void> {
    if (this.stage !== "preparing" && this.stage !== "prepared") return;
    await discardChangeSet(this.#cloudFormation, this.#changeSet);
    this.stage = "looking";
  }

  async #askSes(): Promise<MailState> {
    const ses = new SESClient(accountConfig(this.#target));
    try {
      this.#mail = await mailState(this.#sender, ses, this.#cloudFormation);
      return this.#mail;
    } finally {
      ses.destroy();
    }
  }

  #stackContext(): Context {
    const { identity, rate } = this.mail;
    return {
      sender: this.#sender,
      sesRate: String(Math.max(1, Math.floor(rate))),
      ...(identity !== undefined && { senderIdentity: identity }),
      ...this.#context,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cloudFormation.destroy();
    if (this.#assembly) await rm(this.#assembly, { recursive: true, force: true });
  }
}
