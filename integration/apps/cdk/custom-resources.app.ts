/** Four apps that depend on CDK's own custom resources, as stacks of one. */
import { App, Stack } from "aws-cdk-lib";
import { addAwsCalls } from "./stacks/aws-calls.ts";
import { addLogs } from "./stacks/logs.ts";
import { addProvider } from "./stacks/provider.ts";
import { addStorage } from "./stacks/storage.ts";

// as in apps whose cdk.json is older: a function has no log group in the template, unless the app says so
const app = new App({ postCliContext: { "@aws-cdk/aws-lambda:useCdkManagedLogGroup": false } });
const name: string = app.node.getContext("name");
for (const [id, add] of Object.entries({ addProvider, addAwsCalls, addStorage, addLogs }))
  add(new Stack(app, `${name}-${id.slice("add".length)}`));
