/**
 * Promise: no command that works on LocalStack sends a byte to anything but this machine, even if the
 * environment names an AWS account.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { ensureLocalStackVenv, pythonOf } from "localstack-harness/python";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const ENTER = join(import.meta.dirname, "offline", "enter.sh");
/** Milliseconds for all commands in sequence, on a busy machine. */
const SESSION_MS = 300_000;

/** Variables of an account that does not exist, and everything else that could lead to another machine. */
const ACCOUNT = {
  AWS_PROFILE: "made-up",
  AWS_ACCESS_KEY_ID: "AKIAMADEUPMADEUPMADE",
  AWS_SECRET_ACCESS_KEY: "made/up",
  AWS_SESSION_TOKEN: "made/up",
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
  AWS_ENDPOINT_URL: "http://203.0.113.1",
  AWS_ENDPOINT_URL_S3: "http://203.0.113.2",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://203.0.113.3/credentials",
  AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://203.0.113.4",
  AWS_USE_FIPS_ENDPOINT: "true",
  CDK_DEFAULT_ACCOUNT: "123456789012",
  CDK_DEFAULT_REGION: "eu-central-1",
  LOCALSTACK_AUTH_TOKEN: "ls-made-up",
};
const CONFIG = `[profile made-up]
region = eu-central-1
sso_start_url = https://made-up.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 123456789012
sso_role_name = Made
endpoint_url = http://203.0.113.5
`;
const CREDENTIALS = `[made-up]
aws_access_key_id = AKIAMADEUPMADEUPMADE
aws_secret_access_key = made/up
`;

/** Ways to create a network namespace: some machines allow it to users, some only to root, some to none. */
const WAYS: [command: string, ...args: string[]][] = [
  ["unshare", "--map-root-user", "--net", "--mount"],
  ["sudo", "--non-interactive", "--preserve-env", "unshare", "--net", "--mount"],
];

/** Whether a machine has what enter.sh needs, and lets it be used. */
async function works([command, ...args]: (typeof WAYS)[number]): Promise<boolean> {
  const route = "ip link set lo up && ip route add local default dev lo";
  return !(await execa(command, [...args, "sh", "-c", route], { reject: false })).failed;
}

/** Else the LocalStack is another process's, which no network around these commands concerns. */
const isEmbedded = ["auto", "embedded"].includes(process.env.TARGET ?? "auto");
const usable = await Promise.all(WAYS.map(works));
const way = WAYS[usable.indexOf(true)];
const NOT_EMBEDDED = "this is about the embedded LocalStack";
const NO_WAY =
  "neither unshare nor sudo can create a network namespace on this machine: see offline/enter.sh";

describe("without a network", () => {
  let home = "";
  let venv = "";
  beforeAll(async () => {
    if (!isEmbedded || way === undefined) return;
    venv = await ensureLocalStackVenv();
    home = await mkdtemp(join(ROOT, ".localstack", "home-"));
    await mkdir(join(home, ".aws"));
    await writeFile(join(home, ".aws", "config"), CONFIG);
    await writeFile(join(home, ".aws", "credentials"), CREDENTIALS);
  }, SESSION_MS);
  afterAll(async () => {
    if (home !== "") await rm(home, { recursive: true, force: true });
  });

  /** What a command says there, and what it tried to send to others. */
  async function inside(name: string, ...command: string[]): Promise<{ output: string; tried: string[] }> {
    const notes = join(home, name);
    const [unshare = "", ...args] = way ?? [];
    const uid = unshare === "unshare" ? "0" : String(userInfo().uid);
    const { stdout } = await execa(unshare, [...args, ENTER, notes, pythonOf(venv), uid, ...command], {
      cwd: ROOT,
      env: {
        ...ACCOUNT,
        HOME: home,
        // the Python environment that is built already
        XDG_CACHE_HOME: dirname(dirname(venv)),
        PORT: undefined,
        TARGET: undefined,
      },
    });
    return { output: stdout, tried: (await readFile(notes, "utf8")).split("\n").filter(Boolean) };
  }

  test("an attempt to reach another machine is recorded", async ({ skip }) => {
    skip(!isEmbedded, NOT_EMBEDDED);
    skip(way === undefined, NO_WAY);
    const trying = `
      await fetch("http://203.0.113.9/").catch(() => {});
      await fetch("https://sts.amazonaws.com/").catch(() => {});`;
    const { tried } = await inside("trying", process.execPath, "--input-type=module", "--eval", trying);
    expect(tried).toContainEqual(
      expect.stringContaining('"to": "203.0.113.9", "protocol": "tcp", "port": 80'),
    );
    expect(tried).toContainEqual(expect.stringContaining('"asks": "sts.amazonaws.com"'));
  });

  test(
    "no command tries, from the start to the end",
    async ({ skip }) => {
      skip(!isEmbedded, NOT_EMBEDDED);
      skip(way === undefined, NO_WAY);
      const port = await getPort({ host: "127.0.0.1" });
      const { output, tried } = await inside(
        "session",
        process.execPath,
        "integration/offline/session.ts",
        String(port),
      );
      const { outcomes, accounts } = JSON.parse(output.split("\n").at(-1) ?? "");
      expect(tried).toEqual([]);
      expect(outcomes).toEqual({
        // depends on this machine
        doctor: expect.anything(),
        up: 0,
        deploy: 0,
        start: 0,
        reminder: 0,
        inbox: 0,
        redrive: 0,
        permissions: 0,
        down: 0,
      });
      // a real access key would belong to another account
      expect(accounts).toEqual(["000000000000"]);
    },
    SESSION_MS,
  );
});
