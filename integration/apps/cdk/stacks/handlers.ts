import { Duration } from "aws-cdk-lib";
import { Code, Function as Fn, type FunctionProps, Runtime } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/** A Node.js function whose whole code is given, as CommonJS. */
export const inlineFunction = (
  scope: Construct,
  id: string,
  code: string,
  props: Partial<FunctionProps> = {},
): Fn =>
  new Fn(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    timeout: Duration.seconds(20),
    code: Code.fromInline(code),
    ...props,
  });
