/** The region of every LocalStack where nothing names another one. */
export const REGION = "us-east-1";
/** The account of every LocalStack, where the credentials name no other. */
export const DEFAULT_ACCOUNT = "000000000000";

/** Where in LocalStack, or on AWS, resources are. */
export interface AccountRegion {
  /** Twelve digits. */
  account: string;
  region: string;
}

/** The account and region of a client. Default: account 000000000000 in us-east-1. */
export interface ClientTarget {
  account?: string | undefined;
  region?: string | undefined;
}

/** Where a stack is deployed that names neither. */
export const DEFAULT_ACCOUNT_REGION: AccountRegion = { account: DEFAULT_ACCOUNT, region: REGION };

/**
 * The configuration for every AWS SDK client that sends requests to LocalStack. It sets everything that a client would
 * otherwise read from the environment (`AWS_PROFILE`, `AWS_USE_FIPS_ENDPOINT`, …) or the files of `~/.aws`: so no setting
 * of the user can lead a client to a real account, or break it.
 * @param endpoint where LocalStack answers, such as `http://localhost:4566`
 * @param target another account than LocalStack's own, by its twelve digits, and another region
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function clientConfig(endpoint: string, { account, region = REGION }: ClientTarget = {}) {
  return {
    endpoint,
    region,
    // LocalStack distinguishes accounts by the key; no AWS account has these keys
    credentials: { accessKeyId: account ?? "test", secretAccessKey: "test" },
    // `<bucket>.localhost` does not resolve everywhere; clients other than S3's ignore this one
    forcePathStyle: true,
    // nor does `sync-localhost`, which a client makes of it for StartSyncExecution
    disableHostPrefix: true,
    maxAttempts: 3,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    userAgentAppId: "harness",
    authSchemePreference: [] as string[],
    sigv4aSigningRegionSet: [region] as string[],
    accountIdEndpointMode: "disabled",
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    disableS3ExpressSessionAuth: true,
    useArnRegion: false,
    disableClockSkewCorrection: true,
  } as const;
}
