/**
 * Takes everything out of the environment by which an AWS SDK or CLI could find a real account (`AWS_PROFILE`,
 * keys, configuration files, endpoints …), for this process and all that it starts. The clients of these commands
 * get endpoint, region and credentials explicitly; this is the second lock on the same door.
 */
export function forgetAwsAccount(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(env)) {
    if (/^(AWS|CDK)_/i.test(name)) delete env[name];
  }
}
