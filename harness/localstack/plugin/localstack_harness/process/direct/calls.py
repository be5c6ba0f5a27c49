"""
Hands frequent calls between LocalStack's services to the provider itself. LocalStack builds and signs an HTTP message
for each call, also in memory, parses it, and does the same with the response: most of what such a call takes.

A call is traced, recorded, delayed, refused and retried as before. An unusual one (unknown members, values that a
protocol would change) is sent as a message.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.endpoint import convert_to_response_dict
from localstack.aws import handlers
from localstack.aws.api import RequestContext
from localstack.aws.api.core import ServiceOperation
from localstack.aws.client import GatewayShortCircuit, _ResponseStream
from localstack.aws.connect import get_service_endpoint
from localstack.aws.handlers.service import SkeletonHandler
from localstack.http import Response
from localstack.http.request import dummy_wsgi_environment
from rolo.gateway.chain import HandlerChain
from werkzeug import Request
from werkzeug.datastructures import Headers

from localstack_harness.process.direct.provider import Provider
from localstack_harness.process.direct.values import UnusualError, request_of
from localstack_harness.process.internal_calls import shared_model
from localstack_harness.support.patching import replace

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from localstack.aws.api import ServiceRequest
    from localstack.aws.app import LocalstackAwsGateway

DIRECT = frozenset({("logs", "PutLogEvents"), ("lambda", "Invoke"), ("ses", "SendEmail")})
"""Operations whose providers read nothing of the HTTP message but its headers."""

_REQUEST_HANDLERS = (
    handlers.add_internal_request_params,
    handlers.handle_runtime_shutdown,
    handlers.add_region_from_header,
    handlers.rewrite_region,
    handlers.add_account_id,
    handlers.parse_trace_context,
    handlers.serve_custom_service_request_handlers,
)
"""Of LocalStack's gateway, what a direct call passes. The others read the message, or concern the network only."""

_RESPONSE_HANDLERS = (handlers.modify_service_response, handlers.run_custom_response_handlers)

_ENVIRONMENT = dummy_wsgi_environment("POST", "/")
"""Of each direct call: the headers are its own."""

type Parsed = dict[str, Any]
"""What botocore makes of a response."""


def install(more_handlers: Collection[object] = ()) -> None:
    """`more_handlers` are request handlers that were added to the gateway, and that each call passes."""
    modify = GatewayShortCircuit.modify_client

    def modify_client(client: BaseClient, gateway: "LocalstackAwsGateway") -> None:
        modify(client, gateway)  # type: ignore[no-untyped-call]
        if str(get_service_endpoint()) in client.meta.endpoint_url:
            # of this client alone: others talk to servers
            client._make_api_call = DirectClient(client, gateway, more_handlers).make_api_call

    replace(GatewayShortCircuit, "modify_client", staticmethod(modify_client))


class DirectClient:
    """A client of one of LocalStack's services."""

    def __init__(
        self, client: BaseClient, gateway: "LocalstackAwsGateway", more_handlers: Collection[object] = ()
    ) -> None:
        self._client = client
        self._gateway = gateway
        self._handlers = (*_REQUEST_HANDLERS, *more_handlers)
        self._send: Callable[[str, Mapping[str, Any]], Parsed] = client._make_api_call
        self._user_agent = client._user_agent_creator.to_string()
        self._passed: tuple[tuple[int, int], list[Any], list[Any]] | None = None

    def make_api_call(self, operation_name: str, api_params: Mapping[str, Any]) -> Parsed:
        """Like the method of botocore with this name, by which a client makes each call."""
        client, model = self._client, self._client.meta.service_model
        provider = self._provider_of(model.service_name, operation_name)
        if not provider:
            return self._send(operation_name, api_params)
        operation = model.operation_model(operation_name)
        options = {
            "client_region": client.meta.region_name,
            "client_config": client.meta.config,
            "has_streaming_input": operation.has_streaming_input,
        }
        params = client._emit_api_params(
            api_params=dict(api_params), operation_model=operation, context=options
        )
        try:
            request = request_of(operation.input_shape, params)
        except UnusualError:
            return self._send(operation_name, api_params)
        message: dict[str, Any] = {"headers": {}, "context": options, "body": b""}
        client.meta.events.emit(
            f"before-call.{model.service_id.hyphenize()}.{operation_name}",
            model=operation,
            params=message,
            request_signer=client._request_signer,
            context=options,
        )
        attempt, again = 0, True
        parsed: Parsed = {}
        while again:
            # the provider may change the request
            request = request_of(operation.input_shape, params) if attempt else request
            http, parsed = self._call(provider, operation, request, message["headers"])
            parsed["ResponseMetadata"]["RetryAttempts"] = attempt
            if http is None or http.status_code < HTTPStatus.MULTIPLE_CHOICES:
                return parsed
            attempt += 1
            again = client._endpoint._needs_retry(attempt, operation, message, (http, parsed))
        raise client.exceptions.from_code(parsed.get("Error", {}).get("Code"))(parsed, operation_name)

    def _provider_of(self, service: str, operation: str) -> Provider | None:
        """None: the operation is not a direct one, or LocalStack has not loaded its service yet."""
        if (service, operation) not in DIRECT:
            return None
        handler = self._gateway.service_request_router.handlers.get(ServiceOperation(service, operation))
        return Provider(handler.skeleton) if isinstance(handler, SkeletonHandler) else None

    def _call(
        self,
        provider: Provider,
        operation: "OperationModel",
        request: dict[str, Any],
        headers: Mapping[str, str],
    ) -> tuple[AWSResponse | None, Parsed]:
        """Without a message: what the provider returned."""
        gateway, context, response = self._gateway, self._context(operation, request, headers), Response()
        request_handlers, response_handlers = self._handlers_of_gateway()
        HandlerChain[RequestContext](
            [*request_handlers, provider], response_handlers, gateway.finalizers, gateway.exception_handlers
        ).handle(context, response)
        if provider.result is None:
            return self._read(operation, response)
        metadata = {
            "RequestId": context.request_id,
            "HTTPStatusCode": response.status_code,
            "HTTPHeaders": {"x-amzn-requestid": context.request_id},
        }
        return None, {**provider.result, "ResponseMetadata": metadata}

    def _handlers_of_gateway(self) -> tuple[list[Any], list[Any]]:
        """Those of the gateway that a direct call passes. Handlers are added to a gateway, not replaced."""
        gateway, known = self._gateway, self._passed
        counts = len(gateway.request_handlers), len(gateway.response_handlers)
        if known is None or known[0] != counts:
            known = self._passed = (
                counts,
                [each for each in gateway.request_handlers if each in self._handlers],
                [each for each in gateway.response_handlers if each in _RESPONSE_HANDLERS],
            )
        return known[1], known[2]

    def _context(
        self, operation: "OperationModel", request: dict[str, Any], headers: Mapping[str, str]
    ) -> RequestContext:
        meta = self._client.meta
        key = self._client._request_signer._credentials.access_key
        scope = f"{datetime.now(UTC):%Y%m%d}/{meta.region_name}/{meta.service_model.signing_name}"
        signature = f"AWS4-HMAC-SHA256 Credential={key}/{scope}/aws4_request"
        given = {"Authorization": signature, "User-Agent": self._user_agent, **headers}
        # without a cycle of both, which only the garbage collector would free
        message: Any = Request({**_ENVIRONMENT, "wsgi.input": BytesIO()}, populate_request=False)
        message.headers = Headers(given)
        context = RequestContext(message)
        context.service = shared_model(meta.service_model)
        context.protocol = context.service.protocol
        context.operation = context.service.operation_model(operation.name)
        context.service_request = cast("ServiceRequest", request)
        return context

    def _read(self, operation: "OperationModel", response: Response) -> tuple[AWSResponse, Parsed]:
        """As botocore does."""
        url, endpoint = self._client.meta.endpoint_url, self._client._endpoint
        http = AWSResponse(url, response.status_code, response.headers, _ResponseStream(response))
        message = convert_to_response_dict(http, operation)
        protocol = operation.service_model.resolved_protocol
        parser = endpoint._response_parser_factory.create_parser(protocol)
        parsed = parser.parse(message, operation.output_shape)
        if http.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            endpoint._add_modeled_error_fields(message, parsed, operation, parser)
        return http, parsed
