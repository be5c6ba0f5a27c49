/** An app with functions in two languages, and one whose function streams from its address, as stacks of one. */
import { App, Stack } from "aws-cdk-lib";
import { addFunctionUrl } from "./stacks/function-url.ts";
import { addLanguages } from "./stacks/languages.ts";

const app = new App();
const name: string = app.node.getContext("name");
for (const [id, add] of Object.entries({ addLanguages, addFunctionUrl }))
  add(new Stack(app, `${name}-${id.slice("add".length)}`));
