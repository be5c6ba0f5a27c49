import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Target } from "./target.ts";

/** The page: a bucket that serves only its objects, to everyone, as a website. */
export class Site extends Construct {
  readonly bucket: Bucket;
  /** The address, which is also the origin that the API lets in. */
  readonly url: string;

  constructor(scope: Construct, id: string, target: Target) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      websiteIndexDocument: "index.html",
      websiteErrorDocument: "error.html",
      encryption: BucketEncryption.S3_MANAGED,
      // a bucket policy opens the objects; access lists stay without effect
      blockPublicAccess: new BlockPublicAccess({
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      }),
      publicReadAccess: true,
      // the stack cannot be removed while the bucket has objects: empty it first
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.url = target.siteUrl(this.bucket);
  }
}
