import { deployedProject, loadProject, publishSite, requireLocalStack } from "localstack-harness";
import {
  defineCommand,
  type EndpointOptions,
  endpointOf,
  endpointOption,
  portOption,
  runCommand,
  runSteps,
} from "localstack-harness/cli";
import { PROJECT_ROOT } from "./app/petcuddleotron.ts";

const command = defineCommand(
  "publish-site",
  "Publishes the page as it is now for the app that is deployed: quicker than npm run deploy.",
  ["npm run publish-site                 what was edited in site/ is there when the page is loaded again"],
)
  .addOption(portOption())
  .addOption(endpointOption());

await runCommand(command, async (signal) => {
  const endpoint = endpointOf(command.opts<EndpointOptions>());
  await requireLocalStack(endpoint, signal);
  const project = await loadProject(PROJECT_ROOT);
  const deployment = await deployedProject(project, endpoint, signal);
  const { site } = project.config;
  if (!site) throw new TypeError("harness.config.ts has no site");
  await runSteps([{ title: "Publish the site", run: () => publishSite(project.root, site, deployment) }]);
  process.stdout.write(`\n  Site   ${deployment.outputs.SiteUrl}\n`);
});
