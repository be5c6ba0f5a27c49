import { App } from "aws-cdk-lib/core";
import { PetCuddleOTron } from "./petcuddleotron.ts";
import { settingsFrom } from "./settings.ts";

// the template has only the stack's resources, and nothing is reported to AWS
const app = new App({ analyticsReporting: false, treeMetadata: false });
const settings = settingsFrom(app.node);
if (settings.target.name === "localstack") {
  // AWS's rules for templates take longer to check than the rest of the synthesis; for AWS they are checked
  app.node.setContext("@aws-cdk/core:validateAgainstDefaultRules", false);
}
new PetCuddleOTron(app, "PetCuddleOTron", settings);
app.synth();
