"""What IN_MEMORY_CLIENT=1, with which LocalStack's services call each other without HTTP, lacks to be quicker than HTTP."""

from typing import Any

from botocore.model import ServiceModel
from localstack import config
from localstack.aws.api import RequestContext
from localstack.aws.handlers.service import ServiceRequestParser
from localstack.aws.spec import get_service_catalog
from localstack.utils.patch import patch


def share_parsers() -> None:
    """
    Parsers are kept by the description of a service, and every client has its own description: each new client would
    have a parser made that nobody else uses, and that is never given up.
    """
    if not config.IN_MEMORY_CLIENT:
        return

    @patch(ServiceRequestParser.parse_and_enrich)
    def parse_and_enrich(original: Any, self: Any, context: RequestContext) -> None:
        if context.service:
            context.service = catalogued(context.service)
        original(self, context)


def catalogued(service: ServiceModel) -> ServiceModel:
    """The description by which requests over HTTP are read; the same object for every client."""
    listed = get_service_catalog().get(service.service_name, service.protocol)
    # of a service with several protocols, like SQS, the catalog may answer the description for another one
    return listed if listed and listed.protocol == service.protocol else service
