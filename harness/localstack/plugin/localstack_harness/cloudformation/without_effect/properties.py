"""
Properties of LocalStack's types that LocalStack leaves out. Where an app can do without one, a deployment names it; where it
cannot, the deployment is refused.
"""

from collections.abc import Mapping

type Properties = Mapping[str, Mapping[str, str]]
"""
A text for each property of a type. One within another has a dot, and `=` limits it to a value: `Integration.Type=MOCK`.
harness/deploy/property-support.ts looks for them in a template.
"""

WITHOUT_EFFECT: Properties = {
    "AWS::S3::Bucket": {
        "InventoryConfigurations": "no inventory is written",
        "LifecycleConfiguration": "no object expires or changes its class",
        "LoggingConfiguration": "no access is logged",
        "ReplicationConfiguration": "no object is copied to another bucket",
    },
    "AWS::ApiGateway::Stage": {
        "CacheClusterEnabled": "no response is cached",
        "CanarySetting": "the stage's deployment takes all requests",
    },
    "AWS::ApiGateway::UsagePlan": {
        "Quota": "the requests of a key are not counted",
        "Throttle": "every request of a key is served",
    },
}
"""What an app misses."""

REFUSED: Properties = {
    "AWS::ApiGateway::Method": {
        "Integration.ResponseTransferMode=STREAM": "responses of REST APIs are not streamed: leave it out"
    },
    "AWS::CloudFront::Distribution": {
        "DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations": "no code runs in a distribution: leave it out"
    },
    "AWS::Lambda::Function": {
        "DurableConfig": "durable functions run only on AWS: use a state machine",
        "FileSystemConfigs": "there are no file systems of EFS: keep the files in a bucket",
        "TenancyConfig": "execution environments are not separated by tenant: leave it out",
    },
    "AWS::DynamoDB::Table": {
        "ImportSourceSpecification": "write the items to the table, for example by a custom resource"
    },
    "AWS::SecretsManager::RotationSchedule": {
        "HostedRotationLambda": "give it a function with RotationLambdaARN"
    },
}
"""What to do instead."""
