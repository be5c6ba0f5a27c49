import type { CfnRestApi, RestApi } from "aws-cdk-lib/aws-apigateway";
import { Architecture } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import {
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  Stack,
  type StackSynthesizer,
} from "aws-cdk-lib/core";

/**
 * Where the stack goes, and everything in which the templates for AWS and for LocalStack differ
 * (docs/divergences.md lists it; target.test.ts compares them).
 */
export interface Target {
  readonly name: "aws" | "localstack";
  readonly architecture: Architecture;
  /** Whether the stack brings the sender's identity; LocalStack rolls a stack with one back. */
  readonly createsSenderIdentity: boolean;
  /** Whether SES can report the events of mails; LocalStack only pretends to. */
  readonly reportsMails: boolean;
  /** Whether the stack brings a dashboard; LocalStack only says that it has made one. */
  readonly hasDashboard: boolean;
  synthesizer(): StackSynthesizer;
  /** The site's address, which is also its origin: no trailing slash. */
  siteUrl(bucket: Bucket): string;
  /** The API's address with its stage: no trailing slash. Called once, and may still change the API. */
  apiUrl(api: RestApi): string;
}

export const awsTarget: Target = {
  name: "aws",
  architecture: Architecture.ARM_64,
  createsSenderIdentity: true,
  reportsMails: true,
  hasDashboard: true,
  synthesizer: () => new DefaultStackSynthesizer(),
  siteUrl: (bucket) => bucket.bucketWebsiteUrl,
  apiUrl: (api) => api.urlForPath("/").replace(/\/$/, ""),
};

/** LocalStack at `endpoint`. Its addresses are made of `localhost`, so that they need no name server. */
export const localStackTarget = (endpoint: URL): Target => ({
  name: "localstack",
  // functions run on this machine's processor
  architecture: process.arch === "arm64" ? Architecture.ARM_64 : Architecture.X86_64,
  createsSenderIdentity: false,
  reportsMails: false,
  hasDashboard: false,
  // bootstrapping takes LocalStack ten seconds, and its roles are not checked there
  synthesizer: () => new CliCredentialsStackSynthesizer(),
  siteUrl: (bucket) =>
    `${endpoint.protocol}//${bucket.bucketName}.s3-website.localhost${endpoint.port && `:${endpoint.port}`}`,
  apiUrl: (api) => {
    // keeps the address the same from one deployment to the next
    (api.node.defaultChild as CfnRestApi).tags.setTag("_custom_id_", Stack.of(api).stackName.toLowerCase());
    return `${endpoint.origin}/_aws/execute-api/${api.restApiId}/${api.deploymentStage.stageName}`;
  },
});
