/** A function that is called by its own address, and streams what it responds. */
import { CfnOutput, type Stack } from "aws-cdk-lib";
import { FunctionUrlAuthType, InvokeMode } from "aws-cdk-lib/aws-lambda";
import { inlineFunction } from "./handlers.ts";

const STREAMED = `
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const { name } = event.queryStringParameters;
  stream = awslambda.HttpResponseStream.from(stream, {
    statusCode: 201,
    headers: { "content-type": "text/plain", "x-pet": name },
    cookies: ["seen=1"],
  });
  for (const part of ["Hello", " ", name]) stream.write(part);
  stream.end();
});`;

export function addFunctionUrl(stack: Stack): void {
  const url = inlineFunction(stack, "Streamed", STREAMED).addFunctionUrl({
    authType: FunctionUrlAuthType.NONE,
    invokeMode: InvokeMode.RESPONSE_STREAM,
    cors: { allowedOrigins: ["https://pets.example"], allowedHeaders: ["x-pet"] },
  });
  new CfnOutput(stack, "StreamedUrl", { value: url.url });
}
