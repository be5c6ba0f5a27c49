import type { Step } from "../../harness/cli/terminal/steps.ts";
import { deploy } from "../../harness/deploy/deploy.ts";
import { verifySender } from "../../harness/mail/verify-sender.ts";
import { type App, appFrom, CDK_APP, STACK_NAME } from "./petcuddleotron.ts";
import { publicationText, publishSite } from "./site.ts";

/** Takes the app into a running LocalStack: deploy, verify the sender, publish the page. */
export class Deployment {
  readonly #endpoint: () => string;
  readonly #context: Record<string, string>;
  readonly #signal: AbortSignal;
  #app: App | undefined;

  /**
   * @param endpoint asked when the first step runs: only then is it known of a LocalStack that an earlier step starts
   * @param context of the CDK app, such as `sender`
   */
  constructor(endpoint: () => string, context: Record<string, string>, signal: AbortSignal) {
    this.#endpoint = endpoint;
    this.#context = context;
    this.#signal = signal;
  }

  /** The deployed app, once the first step has run. */
  get app(): App {
    if (!this.#app) throw new TypeError("the app is not deployed yet");
    return this.#app;
  }

  readonly steps: readonly Step[] = [
    {
      title: "Deploy the stack",
      run: async (report) => {
        const endpoint = this.#endpoint();
        const { outputs, changed } = await deploy({
          endpoint,
          app: CDK_APP,
          stack: STACK_NAME,
          context: { ...this.#context, localstack: endpoint },
          onProgress: report,
          signal: this.#signal,
        });
        this.#app = appFrom(outputs);
        return changed ? undefined : "unchanged";
      },
    },
    {
      title: "Verify the sender",
      run: async () => {
        await verifySender(this.#endpoint(), this.app.sender);
        return this.app.sender;
      },
    },
    {
      title: "Publish the page",
      run: async () => publicationText(await publishSite(this.#endpoint(), this.app)),
    },
  ];
}
