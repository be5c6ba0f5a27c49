import { defineConfig } from "localstack-harness";
import { STACK_NAME } from "./scripts/app/petcuddleotron.ts";

export default defineConfig({
  stacks: [STACK_NAME],
  context: ({ endpoint }) => ({ localstack: endpoint }),
  senders: ({ outputs }) => [outputs.Sender ?? ""],
  site: {
    bucket: "SiteBucketName",
    files: async ({ outputs }) => {
      // bundling is not needed by most commands
      const { buildSite } = await import("./scripts/build-site.ts");
      return buildSite({ apiUrl: outputs.ApiUrl ?? "" });
    },
  },
  addresses: { Site: "SiteUrl", API: "ApiUrl" },
  permissions: {
    accepted: [
      {
        owner: "ApiRestCloudWatchRole",
        policy: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
        element: "resources",
        value: "*",
        reason: "AWS's own policy, against which API Gateway checks the account's logging role",
      },
    ],
    tlsOnly: ["StorageBucketName"],
    exercise: async (deployment, onProgress) => {
      const { exercise } = await import("./scripts/permissions/exercise.ts");
      return exercise(deployment, onProgress);
    },
  },
});
