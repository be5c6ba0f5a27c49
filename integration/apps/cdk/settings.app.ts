/**
 * A function with a reserved concurrency, and a secret that a function rotates. `-c reserved=` changes the concurrency.
 * `-c layer=` adds a layer to the function, and `-c durable=true` makes it durable.
 */
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { type CfnFunction, Code, Function as Fn, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const setting = (name: string): string | undefined => app.node.tryGetContext(name);
const runtime = Runtime.NODEJS_24_X;

const layer = setting("layer");
const walker = new Fn(stack, "Walker", {
  runtime,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async () => 'walked';"),
  ...(setting("reserved") && { reservedConcurrentExecutions: Number(setting("reserved")) }),
  ...(layer && { layers: [LayerVersion.fromLayerVersionArn(stack, "Layer", layer)] }),
});
if (setting("durable"))
  (walker.node.defaultChild as CfnFunction).addPropertyOverride("DurableConfig", { ExecutionTimeout: 60 });
new CfnOutput(stack, "WalkerName", { value: walker.functionName });

const secret = new Secret(stack, "Leash");
const rotation = new Fn(stack, "Rotation", {
  runtime,
  handler: "index.handler",
  timeout: Duration.seconds(20),
  code: Code.fromInline(`
    const { SecretsManager } = require("@aws-sdk/client-secrets-manager");
    exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
      const secrets = new SecretsManager();
      if (Step === "createSecret")
        await secrets.putSecretValue({
          SecretId, ClientRequestToken, SecretString: "rotated", VersionStages: ["AWSPENDING"],
        });
      if (Step !== "finishSecret") return;
      const { VersionIdsToStages } = await secrets.describeSecret({ SecretId });
      const current = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes("AWSCURRENT"));
      await secrets.updateSecretVersionStage({
        SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current,
      });
    };`),
});
secret.addRotationSchedule("Monthly", {
  rotationLambda: rotation,
  automaticallyAfter: Duration.days(30),
});
new CfnOutput(stack, "SecretArn", { value: secret.secretArn });

const bucket = new Bucket(stack, "Photos", { lifecycleRules: [{ expiration: Duration.days(1) }] });
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
