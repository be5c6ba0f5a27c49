import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { bundle } from "./bundle.ts";
import { logGroup } from "./log-group.ts";
import type { Target } from "./target.ts";

/** The functions, each named after its folder in `functions/` and after its job. */
export const JOBS = ["request", "get", "cancel", "refuse", "compose", "send", "record-failure"] as const;
export type Job = (typeof JOBS)[number];

/** Seconds. API Gateway waits 29 s; `send` and `record-failure` give S3 and SES the time they may take (limits.ts). */
const TIMEOUTS: Record<Job, number> = {
  request: 28,
  get: 28,
  cancel: 28,
  refuse: 5,
  compose: 10,
  send: 60,
  "record-failure": 30,
};

/**
 * One function per job. Each has a separate role that may write to its log group; other permissions are granted where the
 * job's resources are: api.ts and workflow.ts.
 */
export class Functions extends Construct {
  readonly #functions = new Map<Job, LambdaFunction>();

  constructor(scope: Construct, id: string, { architecture }: Target) {
    super(scope, id);
    const add = (job: Job, code: Code) => this.#functions.set(job, this.#function(job, code, architecture));
    if (Stack.of(this).bundlingRequired) bundle(JOBS, add);
    // for commands that deploy nothing, `cdk destroy` for one, the CDK asks for no bundles: any code will do
    else for (const job of JOBS) add(job, Code.fromInline("// not bundled"));
  }

  get(job: Job): LambdaFunction {
    const found = this.#functions.get(job);
    if (found === undefined) throw new Error(`there is no function for the job ${job}: add it to JOBS`);
    return found;
  }

  get all(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  #function(job: Job, code: Code, architecture: Target["architecture"]): LambdaFunction {
    const name = job.replace(/(^|-)(.)/g, (_, _dash, letter: string) => letter.toUpperCase());
    const functionName = `${Stack.of(this).stackName}-${name}`;
    const logs = logGroup(this, `${name}Logs`, `/aws/lambda/${functionName}`);
    const role = new Role(this, `${name}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logs.logGroupArn],
      }),
    );
    return new LambdaFunction(this, name, {
      functionName,
      description: `PetCuddleOTron: ${job}`,
      code,
      handler: `${job}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture,
      memorySize: 256,
      timeout: Duration.seconds(TIMEOUTS[job]),
      role,
      logGroup: logs,
      environment: { NODE_OPTIONS: "--enable-source-maps", POWERTOOLS_SERVICE_NAME: job },
    });
  }
}
