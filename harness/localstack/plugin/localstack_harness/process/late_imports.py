"""
Modules that LocalStack imports with a service for one function of it, and that take longer to import than all of the rest:
Step Functions needs one constant of Batch, which imports EC2; CloudFormation needs EC2 for an annotation, and SAM for
templates with a transform.
"""

from localstack_harness.support.loading.late_import import import_when_used


def install() -> None:
    import_when_used("moto.batch")
    import_when_used(
        "localstack.aws.api.ec2", annotations=("AvailabilityZoneList", "DescribeAvailabilityZonesResult")
    )
    import_when_used("samtranslator.translator.transform", called=("transform",))
    import_when_used("samtranslator.translator.managed_policy_translator", called=("ManagedPolicyLoader",))
