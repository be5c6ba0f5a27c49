/** CDK's AwsCustomResource: calls of AWS's API as resources, with an SDK that the handler first tries to install. */
import { CfnOutput, type Stack } from "aws-cdk-lib";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from "aws-cdk-lib/custom-resources";

export function addAwsCalls(stack: Stack): void {
  const parameter = new StringParameter(stack, "Name", { stringValue: "Rex" });
  const read = new AwsCustomResource(stack, "Read", {
    onUpdate: {
      service: "SSM",
      action: "getParameter",
      parameters: { Name: parameter.parameterName },
      physicalResourceId: PhysicalResourceId.of("read"),
    },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  new CfnOutput(stack, "ReadValue", { value: read.getResponseField("Parameter.Value") });
}
