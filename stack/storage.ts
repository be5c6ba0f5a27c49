import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { CLAIMS_PREFIX, FAILURES_PREFIX } from "../functions/storage.ts";

/**
 * Days. A claim outlives the record that a redrive could send again, and is gone before Step Functions forgets the
 * execution (90 days after its end), after which a new reminder may have the same id.
 */
const FAILURES_KEPT = 60;
const CLAIMS_KEPT = 80;

/** The records of failed reminders, which hold what users typed, and the claims that keep mails from going out twice. */
export class Storage extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        { id: "failures", prefix: FAILURES_PREFIX, expiration: Duration.days(FAILURES_KEPT) },
        { id: "claims", prefix: CLAIMS_PREFIX, expiration: Duration.days(CLAIMS_KEPT) },
        { id: "uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
