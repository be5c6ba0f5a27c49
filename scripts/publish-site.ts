import { type EndpointOptions, endpointOf } from "../harness/cli/terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { deployedApp } from "./app/petcuddleotron.ts";
import { publicationText, publishSite } from "./app/site.ts";

const command = defineCommand(
  "publish-site",
  "Publishes the page as it is now for the app that is deployed: quicker than npm run deploy.",
  ["npm run publish-site                 what was edited in site/ is there when the page is loaded again"],
)
  .addOption(portOption())
  .addOption(endpointOption());

await runCommand(command, async (signal) => {
  const endpoint = endpointOf(command.opts<EndpointOptions>());
  const app = await deployedApp(endpoint, signal);
  await runSteps([
    {
      title: "Publish the page",
      run: async () => publicationText(await publishSite(endpoint, app)),
    },
  ]);
  process.stdout.write(`\n  Site   ${app.siteUrl}\n`);
});
