"""SES v2 as a service of LocalStack. What is not here, such as contact lists, is moto's."""

from localstack.services.plugins import Service, aws_provider


@aws_provider(api="sesv2", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def sesv2() -> Service:
    from localstack.services.ses.provider import register_ses_api_resource

    from localstack_harness.ses.v2 import account, configuration_sets, identities, sending, templates
    from localstack_harness.support.moto_service import moto_service

    register_ses_api_resource()
    modules = (account, configuration_sets, identities, sending, templates)
    own = {name: operation for module in modules for name, operation in module.OPERATIONS.items()}
    return moto_service("sesv2", own)
