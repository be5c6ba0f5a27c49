/** Apps of messages, workflows and operations, as stacks of one. */
import { App, Stack } from "aws-cdk-lib";
import { addMessages } from "./stacks/messages.ts";
import { addOperations } from "./stacks/operations.ts";
import { addWorkflow } from "./stacks/workflow.ts";

const app = new App();
const name: string = app.node.getContext("name");
for (const [id, add] of Object.entries({ addMessages, addWorkflow, addOperations }))
  add(new Stack(app, `${name}-${id.slice("add".length)}`));
