"""
Makes IN_MEMORY_CLIENT=1, by which LocalStack's services call each other without HTTP, faster than HTTP; and lets them
call operations whose hosts have a prefix.
"""

from botocore.config import Config
from botocore.model import ServiceModel
from localstack import config
from localstack.aws.api import RequestContext
from localstack.aws.connect import connect_to
from localstack.aws.handlers.service import ServiceRequestParser
from localstack.aws.spec import get_service_catalog

from localstack_harness.support.patching import Original, patch


def share_parsers() -> None:
    """
    LocalStack keeps a parser for each service model, and each client has its own model: every new client
    would create a parser that no other client uses and that is never released.
    """
    if not config.IN_MEMORY_CLIENT:
        return

    @patch(ServiceRequestParser.parse_and_enrich)
    def parse_and_enrich(original: Original, self: ServiceRequestParser, context: RequestContext) -> None:
        if context.service:
            context.service = shared_model(context.service)
        original(self, context)


def leave_hosts_as_they_are() -> None:
    """Of StartSyncExecution, for example: there is no `sync-localhost`."""
    connect_to._config = connect_to._config.merge(Config(inject_host_prefix=False))


def shared_model(service: ServiceModel) -> ServiceModel:
    """The model that reads requests over HTTP; the same object for every client."""
    listed = get_service_catalog().get(service.service_name, service.protocol)
    # for a service with several protocols, such as SQS, the catalog may return the model of another protocol
    return listed if listed and listed.protocol == service.protocol else service
