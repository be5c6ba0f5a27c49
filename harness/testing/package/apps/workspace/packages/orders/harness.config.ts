import { defineConfig } from "localstack-harness";

export default defineConfig({ stacks: ["**"] });
