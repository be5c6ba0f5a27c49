/** A cheap request for each service that deployments of serverless apps use. */
const REQUESTS: Record<string, { method?: string; path?: string; body?: string; target?: string }> = {
  iam: { body: "Action=ListRoles&Version=2010-05-08" },
  lambda: { method: "GET", path: "/2015-03-31/functions/" },
  logs: { body: "{}", target: "Logs_20140328.DescribeLogGroups" },
  states: { body: "{}", target: "AWSStepFunctions.ListStateMachines" },
  apigateway: { method: "GET", path: "/restapis" },
  monitoring: { body: "Action=DescribeAlarms&Version=2010-08-01" },
};

/**
 * Makes LocalStack load its services, which it does at the first request for each. That takes some seconds in total, so
 * the harness calls this during the synthesis.
 */
export async function preloadServices(endpoint: string, signal?: AbortSignal): Promise<void> {
  await Promise.all(
    Object.entries(REQUESTS).map(async ([service, { method = "POST", path = "/", body, target }]) => {
      const response = await fetch(endpoint + path, {
        method,
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
        headers: {
          // LocalStack takes the service from here, and checks no signature
          authorization: `AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
          "content-type": target ? "application/x-amz-json-1.0" : "application/x-www-form-urlencoded",
          ...(target && { "x-amz-target": target }),
        },
      });
      await response.arrayBuffer();
    }),
  );
}
