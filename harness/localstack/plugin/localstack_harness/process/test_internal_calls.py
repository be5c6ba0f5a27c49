import unittest
from unittest import mock

import boto3
from localstack import config
from localstack.aws.api import RequestContext
from localstack.aws.handlers.service import ServiceRequestParser
from localstack.aws.spec import load_service
from localstack.http import Request

from localstack_harness.process import internal_calls


def description(service: str) -> object:
    """As a client that is made for one call has it."""
    session = boto3.Session("id", "secret")
    return session.client(service, region_name="us-east-1").meta.service_model


class CataloguedTest(unittest.TestCase):
    def test_all_clients_of_a_service_share_one_description(self) -> None:
        shared = internal_calls.catalogued(description("lambda"))
        self.assertIs(internal_calls.catalogued(description("lambda")), shared)
        self.assertEqual(shared.service_name, "lambda")

    def test_another_protocol_is_another_description(self) -> None:
        query = load_service("sqs-query")
        for service in (query, description("sqs")):
            self.assertEqual(internal_calls.catalogued(service).protocol, service.protocol)


class ShareParsersTest(unittest.TestCase):
    def parsed(self, in_memory: bool) -> tuple[RequestContext, object]:
        original = mock.patch.object(
            ServiceRequestParser,
            "parse_and_enrich",
            ServiceRequestParser.parse_and_enrich,
        )
        with original, mock.patch.object(config, "IN_MEMORY_CLIENT", in_memory):
            internal_calls.share_parsers()
            own = description("lambda")
            context = RequestContext(Request("GET", "/2015-03-31/functions/greet"))
            context.service = own
            ServiceRequestParser().parse_and_enrich(context)
        return context, own

    def test_a_call_in_memory_is_read_by_the_shared_description(self) -> None:
        context, own = self.parsed(in_memory=True)
        self.assertIs(context.service, internal_calls.catalogued(own))
        self.assertEqual(context.operation.name, "GetFunction")
        self.assertEqual(context.service_request, {"FunctionName": "greet"})

    def test_a_call_over_http_is_left_as_it_is(self) -> None:
        context, own = self.parsed(in_memory=False)
        self.assertIs(context.service, own)


if __name__ == "__main__":
    unittest.main()
