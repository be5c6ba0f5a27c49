"""One connection to a stage of a WebSocket API, from its handshake to its end."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError
from localstack.utils.threads import start_worker_thread
from moto.apigatewayv2.models import Api, Route, Stage
from rolo.response import Response
from rolo.websocket.errors import WebSocketDisconnectedError
from rolo.websocket.request import WebSocket, WebSocketRequest

from localstack_harness.apigateway.authorizers.answers import AuthorizerAnswerError, UnauthorizedCallerError
from localstack_harness.apigateway.authorizers.asking import ask
from localstack_harness.apigateway.http_api.answers import Answer, answer_v1
from localstack_harness.apigateway.http_api.authorization.authorizers import (
    FORMAT_1,
    ForbiddenError,
    policy_context,
)
from localstack_harness.apigateway.http_api.deployed import Deployed, served_by
from localstack_harness.apigateway.http_api.integrations import invoke_function
from localstack_harness.apigateway.http_api.passing_on import IntegrationError
from localstack_harness.apigateway.websocket_api.connections import CONNECTIONS, LONGEST_BYTES, Connection
from localstack_harness.apigateway.websocket_api.messages import (
    CONNECT,
    DEFAULT,
    DISCONNECT,
    Event,
    Message,
    Peer,
    authorizer_event,
    connect_event,
    disconnect_event,
    message_event,
    problem,
    route_key,
)
from localstack_harness.support.timing.time_limit import LateError, within

LOG = logging.getLogger(__name__)
LONGEST_MS = 29_000
_TOO_BIG = 1009
_MOCKED = Answer(200, (), b"")


class Session:
    def __init__(self, api: Api, stage: Stage, peer: Peer) -> None:
        self._api = api
        self._stage = stage
        self._peer = peer

    def serve(self, request: WebSocketRequest) -> None:
        """Returns when the connection has ended."""
        try:
            answer = self._connect()
        except _RefusedError as refusal:
            LOG.info("connection to %s refused with %s: %s", self._peer.route_arns, refusal.status, refusal)
            body = problem(self._peer, refusal.text)
            request.reject(Response(body, refusal.status, content_type="application/json"))
            return
        protocol = dict(answer.headers).get("sec-websocket-protocol")
        websocket = request.accept(subprotocol=protocol)  # type: ignore[arg-type] # wrong in rolo
        connection = Connection(self._peer, websocket)
        CONNECTIONS.add(connection)
        code = None
        try:
            code = self._receive(connection, websocket)
        finally:
            CONNECTIONS.remove(connection)
            start_worker_thread(self._disconnect, code)

    @property
    def _deployed(self) -> Deployed:
        found = served_by(self._api, self._stage)
        if found is None:
            raise _RefusedError(403, "Forbidden", "the stage has no deployment")
        return found

    def _connect(self) -> Answer:
        route = self._deployed.routes.get(CONNECT)
        if route is None:
            return _MOCKED
        granted = self._authorize(route)
        self._peer = replace(self._peer, authorizer=granted)
        try:
            answer = self._call(route, connect_event(self._peer))
        except IntegrationError as error:
            raise _RefusedError(502, "Internal server error", str(error)) from error
        if not HTTPStatus(answer.status).is_success:
            raise _RefusedError(answer.status, "Forbidden", "the function of $connect refused it")
        return answer

    def _authorize(self, route: Route) -> Mapping[str, Any] | None:
        kind = route.authorization_type or "NONE"
        if kind == "AWS_IAM" and not self._peer.handshake.is_signed:
            raise _RefusedError(403, "Missing Authentication Token", "the request is not signed")
        if kind != "CUSTOM":
            return None
        authorizer = self._deployed.authorizers.get(route.authorizer_id or "")
        if authorizer is None:
            raise _RefusedError(500, "Internal server error", "the authorizer of $connect does not exist")
        missing = [name for name in authorizer.identity_source or () if not self._identity(name)]
        if missing:
            raise _RefusedError(401, "Unauthorized", f"{', '.join(missing)} is missing")
        source_arn = f"{self._peer.route_arns.partition('/')[0]}/authorizers/{authorizer.id}"
        try:
            answer = ask(
                authorizer.authorizer_uri, authorizer.auth_creds_arn, source_arn, authorizer_event(self._peer)
            )
            return policy_context(answer, f"{self._peer.route_arns}{CONNECT}", FORMAT_1)
        except UnauthorizedCallerError as error:
            raise _RefusedError(401, "Unauthorized", str(error)) from error
        except ForbiddenError as error:
            raise _RefusedError(403, "User is not authorized to access this resource", str(error)) from error
        except (AuthorizerAnswerError, ClientError) as error:
            raise _RefusedError(500, "Internal server error", str(error)) from error

    def _identity(self, name: str) -> str | None:
        handshake = self._peer.handshake
        place, _, name = name.removeprefix("route.request.").partition(".")
        match place:
            case "header":
                return handshake.header(name)
            case "querystring":
                return dict(handshake.query).get(name)
            case "stageVariables":
                return self._peer.stage_variables.get(name)
        return None

    def _receive(self, connection: Connection, websocket: WebSocket) -> int | None:
        """The code with which the client or the API closed the connection."""
        while True:
            try:
                message = websocket.receive()
            except WebSocketDisconnectedError as error:
                return error.code
            connection.last_active = datetime.now(UTC)
            if len(message) > LONGEST_BYTES:
                websocket.close(_TOO_BIG, "the message is longer than 128 KB")
                return _TOO_BIG
            start_worker_thread(self._answer, (connection, message))

    def _answer(self, parameters: tuple[Connection, Message]) -> None:
        connection, message = parameters
        key = route_key(self._api.route_selection_expression, message)
        routes = self._deployed.routes
        route = (routes.get(key) if key else None) or routes.get(DEFAULT)
        if route is None or route.route_key in (CONNECT, DISCONNECT):
            connection.socket.send(problem(self._peer, "Forbidden"))
            return
        try:
            answer = self._call(route, message_event(self._peer, route.route_key, message))
        except IntegrationError as error:
            LOG.warning("%s%s failed: %s", self._peer.route_arns, route.route_key, error)
            connection.socket.send(problem(self._peer, "Internal server error"))
            return
        if route.route_response_selection_expression and route.route_responses and answer.body:
            connection.socket.send(answer.body.decode())

    def _disconnect(self, code: int | None) -> None:
        route = self._deployed.routes.get(DISCONNECT)
        if route is None:
            return
        try:
            self._call(route, disconnect_event(self._peer, code))
        except IntegrationError as error:
            LOG.warning("%s%s failed: %s", self._peer.route_arns, DISCONNECT, error)

    def _call(self, route: Route, event: Event) -> Answer:
        """Raises IntegrationError."""
        integration = self._deployed.integrations.get((route.target or "").removeprefix("integrations/"))
        if integration is None:
            raise IntegrationError(f"the route {route.route_key} has no integration")
        if integration.integration_type == "MOCK":
            return _MOCKED
        limit_s = (integration.timeout_in_millis or LONGEST_MS) / 1000
        source_arn = f"{self._peer.route_arns}{route.route_key}"
        variables = self._peer.stage_variables
        try:
            return within(
                limit_s, lambda: invoke_function(integration, event, answer_v1, variables, source_arn)
            )
        except LateError as error:
            raise IntegrationError("the integration did not respond in time") from error


class _RefusedError(Exception):
    """The message is for the log."""

    def __init__(self, status: int, text: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.text = text
