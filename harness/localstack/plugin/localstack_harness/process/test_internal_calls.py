import unittest
from unittest import mock

import boto3.session
from botocore.config import Config
from botocore.model import ServiceModel
from localstack import config
from localstack.aws.api import RequestContext
from localstack.aws.connect import connect_to
from localstack.aws.handlers.service import ServiceRequestParser
from localstack.aws.spec import load_service
from localstack.http import Request

from localstack_harness.process import internal_calls


def client_model(service: str) -> ServiceModel:
    """The model of a new client."""
    session = boto3.session.Session("id", "secret")
    model: ServiceModel = session.client(service, region_name="us-east-1").meta.service_model
    return model


class HostTest(unittest.TestCase):
    def test_operations_with_a_prefix_stay_on_the_host_of_localstack(self) -> None:
        internal_calls.leave_hosts_as_they_are()
        own = Config(retries={"total_max_attempts": 1})
        for given in (connect_to._config, connect_to._config.merge(own)):
            self.assertFalse(given.inject_host_prefix)


class SharedModelTest(unittest.TestCase):
    def test_all_clients_of_a_service_share_one_model(self) -> None:
        shared = internal_calls.shared_model(client_model("lambda"))
        self.assertIs(internal_calls.shared_model(client_model("lambda")), shared)
        self.assertEqual(shared.service_name, "lambda")

    def test_another_protocol_has_another_model(self) -> None:
        query = load_service("sqs-query")
        for service in (query, client_model("sqs")):
            self.assertEqual(internal_calls.shared_model(service).protocol, service.protocol)


class ShareParsersTest(unittest.TestCase):
    def parsed(self, in_memory: bool) -> tuple[RequestContext, ServiceModel]:
        original = mock.patch.object(
            ServiceRequestParser, "parse_and_enrich", ServiceRequestParser.parse_and_enrich
        )
        with original, mock.patch.object(config, "IN_MEMORY_CLIENT", in_memory):
            internal_calls.share_parsers()
            own = client_model("lambda")
            context = RequestContext(Request("GET", "/2015-03-31/functions/greet"))
            context.service = own
            ServiceRequestParser().parse_and_enrich(context)
        return context, own

    def test_reads_a_call_in_memory_by_the_shared_model(self) -> None:
        context, own = self.parsed(in_memory=True)
        self.assertIs(context.service, internal_calls.shared_model(own))
        assert context.operation
        self.assertEqual(context.operation.name, "GetFunction")
        self.assertEqual(context.service_request, {"FunctionName": "greet"})

    def test_keeps_the_model_of_a_call_over_http(self) -> None:
        context, own = self.parsed(in_memory=False)
        self.assertIs(context.service, own)


if __name__ == "__main__":
    unittest.main()
