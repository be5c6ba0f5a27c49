"""
The events that an HTTP API passes to functions. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from localstack_harness.apigateway.http_api.incoming import Incoming, grouped

type Event = dict[str, Any]


@dataclass(frozen=True)
class Circumstances:
    """What an event says beside the request itself."""

    account: str
    region: str
    api_id: str
    domain: str
    request_id: str
    trace_id: str
    time: datetime
    """In UTC."""
    route_key: str
    path_parameters: Mapping[str, str]
    stage_variables: Mapping[str, str]
    authorizer: Event | None = field(default=None)
    """What an authorizer grants, in the form of the payload's version."""

    @property
    def clf_time(self) -> str:
        return self.time.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")

    @property
    def epoch_ms(self) -> int:
        return int(self.time.timestamp() * 1000)


def event_v2(request: Incoming, given: Circumstances) -> Event:
    event = _common_v2(request, given)
    context = event["requestContext"]
    if given.authorizer is not None:
        context["authorizer"] = given.authorizer
    if request.body:
        event["body"] = request.body_text
    return {**event, "isBase64Encoded": request.is_binary}


def authorizer_event_v2(request: Incoming, given: Circumstances, identity: list[str]) -> Event:
    event = _common_v2(request, given)
    return {
        "version": event.pop("version"),
        "type": "REQUEST",
        "routeArn": route_arn(request, given),
        "identitySource": identity or None,
        **event,
    }


def _common_v2(request: Incoming, given: Circumstances) -> Event:
    event: Event = {
        "version": "2.0",
        "routeKey": given.route_key,
        "rawPath": request.path,
        "rawQueryString": request.raw_query,
    }
    if request.cookies:
        event["cookies"] = request.cookies
    received = {
        name: ",".join(values)
        for name, values in request.header_values.items()
        if name not in ("connection", "cookie")
    }
    event["headers"] = {**received, **_added_headers(request, given)}
    if request.query:
        event["queryStringParameters"] = {
            name: ",".join(values) for name, values in grouped(request.query).items()
        }
    event["requestContext"] = {
        "accountId": given.account,
        "apiId": given.api_id,
        "domainName": given.domain,
        "domainPrefix": given.api_id,
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent") or "",
        },
        "requestId": given.request_id,
        "routeKey": given.route_key,
        "stage": request.stage,
        "time": given.clf_time,
        "timeEpoch": given.epoch_ms,
    }
    if given.path_parameters:
        event["pathParameters"] = dict(given.path_parameters)
    if given.stage_variables:
        event["stageVariables"] = dict(given.stage_variables)
    return event


def event_v1(request: Incoming, given: Circumstances) -> Event:
    event = _common_v1(request, given)
    if given.authorizer is not None:
        event["requestContext"]["authorizer"] = given.authorizer
    body = request.body_text if request.body else None
    return {"version": "1.0", **event, "body": body, "isBase64Encoded": request.is_binary}


def authorizer_event_v1(request: Incoming, given: Circumstances, identity: list[str]) -> Event:
    return {
        "version": "1.0",
        "type": "REQUEST",
        "methodArn": route_arn(request, given),
        "identitySource": ",".join(identity),
        "authorizationToken": ",".join(identity),
        **_common_v1(request, given),
    }


def _common_v1(request: Incoming, given: Circumstances) -> Event:
    added = [(name, value) for name, value in _added_headers(request, given).items()]
    headers = grouped([*request.headers, *added])
    query = grouped(request.query)
    return {
        "resource": _resource(given),
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "requestContext": {
            "accountId": given.account,
            "apiId": given.api_id,
            "domainName": given.domain,
            "domainPrefix": given.api_id,
            "extendedRequestId": given.request_id,
            "httpMethod": request.method,
            "identity": {
                "accessKey": None,
                "accountId": None,
                "caller": None,
                "cognitoAmr": None,
                "cognitoAuthenticationProvider": None,
                "cognitoAuthenticationType": None,
                "cognitoIdentityId": None,
                "cognitoIdentityPoolId": None,
                "principalOrgId": None,
                "sourceIp": request.source_ip,
                "user": None,
                "userAgent": request.header("user-agent") or "",
                "userArn": None,
            },
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": given.request_id,
            "requestTime": given.clf_time,
            "requestTimeEpoch": given.epoch_ms,
            "resourceId": given.route_key,
            "resourcePath": _resource(given),
            "stage": request.stage,
        },
        "pathParameters": dict(given.path_parameters) or None,
        "stageVariables": dict(given.stage_variables) or None,
    }


def route_arn(request: Incoming, given: Circumstances) -> str:
    """What a policy allows or denies to invoke."""
    api = f"arn:aws:execute-api:{given.region}:{given.account}:{given.api_id}"
    prefix = "" if request.stage == "$default" else f"/{request.stage}"
    return f"{api}/{request.stage}/{request.method}{request.path.removeprefix(prefix)}"


def integration_source(request: Incoming, given: Circumstances) -> str:
    """On whose behalf an integration is called; the CDK allows it by `api/*/*/pets/{name}`, with the path of the route."""
    method = "" if given.route_key == "$default" else request.method
    api = f"arn:aws:execute-api:{given.region}:{given.account}:{given.api_id}"
    return f"{api}/{request.stage}/{method}{_resource(given)}"


def _resource(given: Circumstances) -> str:
    return given.route_key.partition(" ")[2] or given.route_key


def _added_headers(request: Incoming, given: Circumstances) -> dict[str, str]:
    port = (request.header("host") or "").rpartition(":")[2]
    return {
        "x-amzn-trace-id": given.trace_id,
        "x-forwarded-for": request.source_ip,
        "x-forwarded-port": port if port.isdigit() else "443",
        "x-forwarded-proto": request.header("x-forwarded-proto") or "http",
    }
