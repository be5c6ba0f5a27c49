"""
The values of parameters, from a request. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
"""

import json
import re
from typing import Any

from localstack_harness.apigateway.http_api.incoming import Incoming, grouped
from localstack_harness.apigateway.http_api.payloads import Circumstances

_WHOLE = re.compile(r"\$((?:request|context|stageVariables)(?:\.[\w.$\[\]-]+)?)")
_WITHIN = re.compile(r"\$\{((?:request|context|stageVariables)[\w.$\[\]-]*)\}")


def value_of(expression: str, request: Incoming, given: Circumstances) -> str | None:
    """None if the request does not have it."""
    if whole := _WHOLE.fullmatch(expression):
        return _text(_look_up(whole[1], request, given))
    return _WITHIN.sub(lambda found: _text(_look_up(found[1], request, given)) or "", expression)


def _look_up(name: str, request: Incoming, given: Circumstances) -> Any:
    source, _, rest = name.partition(".")
    if source == "stageVariables":
        return given.stage_variables.get(rest)
    if source == "context":
        return _of_context(rest, request, given)
    part, _, key = rest.partition(".")
    return _of_request(part, key, request, given)


def _of_request(part: str, key: str, request: Incoming, given: Circumstances) -> Any:
    match part:
        case "body":
            return _of_body(key, request)
        case "header":
            return request.header(key)
        case "querystring":
            values = grouped(request.query).get(key)
            return ",".join(values) if values else None
        case "path":
            return given.path_parameters.get(key) if key else request.path
        case _:
            return None


def _of_body(key: str, request: Incoming) -> Any:
    if not key:
        return request.body.decode(errors="replace")
    try:
        found = json.loads(request.body)
    except ValueError:
        return None
    for step in key.removeprefix("$.").split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _of_context(name: str, request: Incoming, given: Circumstances) -> Any:
    known = {
        "accountId": given.account,
        "apiId": given.api_id,
        "domainName": given.domain,
        "domainPrefix": given.api_id,
        "httpMethod": request.method,
        "identity.sourceIp": request.source_ip,
        "identity.userAgent": request.header("user-agent"),
        "path": request.path,
        "requestId": given.request_id,
        "requestTime": given.clf_time,
        "requestTimeEpoch": given.epoch_ms,
        "routeKey": given.route_key,
        "stage": request.stage,
    }
    if name in known:
        return known[name]
    found: Any = {"authorizer": given.authorizer or {}}
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
