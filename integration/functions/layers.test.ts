/** Promise: a function finds what its layers have, embedded and in a container. */
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { ThrowawayLayer } from "./throwaway-layer.ts";

const nodePackage = (name: string, says: string, folder = "nodejs/node_modules"): Record<string, string> => ({
  [`${folder}/${name}/package.json`]: JSON.stringify({ name, main: "index.js" }),
  [`${folder}/${name}/index.js`]: `module.exports = ${JSON.stringify(says)};`,
});
const IMPORT = { "index.mjs": 'import says from "meow"; export const handler = async () => says;' };
const REQUIRE = { "index.cjs": 'const says = require("meow"); exports.handler = async () => says;' };

describe("a Node.js function", () => {
  test.for(Object.entries({ imports: IMPORT, requires: REQUIRE }))(
    "%s a package of a layer",
    async ([, files], { endpoint }) => {
      await using layer = await ThrowawayLayer.create(endpoint, nodePackage("meow", "of the layer"));
      await using fn = await ThrowawayFunction.create(endpoint, files, { layers: [layer.arn] });
      expect((await fn.invoke()).payload).toBe("of the layer");
    },
  );

  test("finds the package for its version first, and its own before both", async ({ endpoint }) => {
    await using layer = await ThrowawayLayer.create(endpoint, {
      ...nodePackage("meow", "of any version"),
      ...nodePackage("meow", "of version 24", "nodejs/node24/node_modules"),
    });
    await using fn = await ThrowawayFunction.create(endpoint, REQUIRE, { layers: [layer.arn] });
    expect((await fn.invoke()).payload).toBe("of version 24");
    const own = { ...REQUIRE, ...nodePackage("meow", "own", "node_modules") };
    await using other = await ThrowawayFunction.create(endpoint, own, { layers: [layer.arn] });
    expect((await other.invoke()).payload).toBe("own");
  });

  test("has the files of several layers, those of the last one above", async ({ endpoint }) => {
    await using below = await ThrowawayLayer.create(endpoint, {
      ...nodePackage("meow", "below"),
      "bin/purr": "#!/bin/sh\necho below",
      "bin/hiss": "#!/bin/sh\necho hiss",
    });
    await using above = await ThrowawayLayer.create(endpoint, {
      ...nodePackage("meow", "above"),
      "bin/purr": "#!/bin/sh\necho above",
    });
    const files = {
      "index.cjs": `const { execFileSync } = require("node:child_process");
        const run = (name) => execFileSync(name, { encoding: "utf8" }).trim();
        exports.handler = async () => [require("meow"), run("purr"), run("hiss")];`,
    };
    await using fn = await ThrowawayFunction.create(endpoint, files, { layers: [below.arn, above.arn] });
    expect((await fn.invoke()).payload).toEqual(["above", "above", "hiss"]);
    await using turned = await ThrowawayFunction.create(endpoint, files, { layers: [above.arn, below.arn] });
    expect((await turned.invoke()).payload).toEqual(["below", "below", "hiss"]);
  });

  test("gets another version of a layer, keeps a deleted one, and loses one that is taken away", async ({
    endpoint,
  }) => {
    await using layer = await ThrowawayLayer.create(endpoint, nodePackage("meow", "first"));
    await using fn = await ThrowawayFunction.create(endpoint, REQUIRE, { layers: [layer.arn] });
    expect((await fn.invoke()).payload).toBe("first");
    await layer.publish(nodePackage("meow", "second"));
    await fn.update({ Layers: [layer.arn] });
    expect((await fn.invoke()).payload).toBe("second");
    await layer.delete();
    await fn.update({ Timeout: 9 });
    expect((await fn.invoke()).payload).toBe("second");
    await fn.update({ Layers: [] });
    expect((await fn.invoke()).payload.errorType).toBe("Runtime.ImportModuleError");
  });
});

describe("a Python function", () => {
  const files = { "index.py": "import meow\ndef handler(event, context): return meow.SAYS" };

  test.for(["python", "python/lib/python3.13/site-packages"])(
    "imports a module of a layer's %s",
    async (folder, { endpoint }) => {
      await using layer = await ThrowawayLayer.create(endpoint, {
        [`${folder}/meow.py`]: 'SAYS = "of the layer"',
      });
      await using fn = await ThrowawayFunction.create(endpoint, files, {
        runtime: "python3.13",
        layers: [layer.arn],
      });
      expect((await fn.invoke()).payload).toBe("of the layer");
    },
  );
});

test("a wrapper in a layer starts the function", async ({ endpoint }) => {
  await using layer = await ThrowawayLayer.create(endpoint, {
    wrapper: '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
  });
  await using fn = await ThrowawayFunction.create(
    endpoint,
    { "index.mjs": "export const handler = async () => process.env.WRAPPED;" },
    { layers: [layer.arn], environment: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" } },
  );
  expect((await fn.invoke()).payload).toBe("yes");
});
