import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { FAILURES_PREFIX } from "../functions/reminder.ts";

export const SENT_PREFIX = "sent/";

/**
 * What must not be forgotten: the records of failed reminders, which hold what people typed and therefore go after a
 * while, and the markers of sent ones. A marker has to outlive every record that could be redriven.
 */
export class Storage extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        { id: "failures", prefix: FAILURES_PREFIX, expiration: Duration.days(90) },
        { id: "sent", prefix: SENT_PREFIX, expiration: Duration.days(400) },
        { id: "uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
