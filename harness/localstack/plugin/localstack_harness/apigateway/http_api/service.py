"""
The API of API Gateway v2: moto keeps HTTP and WebSocket APIs. What it lacks is here: deployments, updates of stages, and the refusal of
what is not served.
"""

import json
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.connect import connect_to
from localstack.services.moto import call_moto
from localstack.services.plugins import SERVICE_PLUGINS, Service, aws_provider


@aws_provider(api="apigatewayv2", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def http_apis() -> Service:
    from localstack_harness.apigateway.http_api import endpoint
    from localstack_harness.apigateway.websocket_api import endpoint as websocket_endpoint
    from localstack_harness.support.moto_service import moto_service

    # its routes are those of all APIs
    SERVICE_PLUGINS.require("apigateway")
    endpoint.install()
    websocket_endpoint.install()
    return moto_service(
        "apigatewayv2",
        {
            "CreateApi": _create_api,
            "CreateAuthorizer": _check_authorizer,
            "UpdateAuthorizer": _check_authorizer,
            "CreateIntegration": _create_integration,
            "UpdateIntegration": _update_integration,
            "CreateRoute": _create_route,
            "UpdateRoute": _update_route,
            "CreateStage": _create_stage,
            "UpdateStage": _update_stage,
            "CreateDeployment": _create_deployment,
            "GetDeployment": _get_deployment,
            "GetDeployments": _get_deployments,
            "DeleteDeployment": _delete_deployment,
            "CreateDomainName": _no_domain_names,
            "CreateApiMapping": _no_domain_names,
        },
    )


def _create_api(context: RequestContext, request: Any) -> Any:
    from localstack import config

    for name in ("Target", "RouteKey"):
        if request.get(name):
            raise _bad_request(f"{name} of CreateApi is not supported: create a route and its integration")
    response = call_moto(context)
    api = _api(context, response["ApiId"])
    scheme = "ws" if api.protocol_type == "WEBSOCKET" else "http"
    api.api_endpoint = f"{scheme}://{api.api_id}.execute-api.{config.LOCALSTACK_HOST.host_and_port()}"
    return {**response, "ApiEndpoint": api.api_endpoint}


def _create_integration(context: RequestContext, request: Any) -> Any:
    _check_integration(_api(context, request["ApiId"]), request["IntegrationType"], request)
    return call_moto(context)


def _update_integration(context: RequestContext, request: Any) -> Any:
    api = _api(context, request["ApiId"])
    integration = api.get_integration(request["IntegrationId"])
    kept = {"IntegrationSubtype": integration.integration_subtype} if integration.integration_subtype else {}
    _check_integration(api, request.get("IntegrationType", integration.integration_type), {**kept, **request})
    return call_moto(context)


def _check_integration(api: Any, kind: str, request: Any) -> None:
    from localstack_harness.apigateway.http_api.integrations import (
        LONGEST_MS,
        unsupported,
        unsupported_of_websockets,
    )
    from localstack_harness.apigateway.limits import check_time_limit

    check_time_limit(request.get("TimeoutInMillis"), LONGEST_MS)
    is_websocket = api.protocol_type == "WEBSOCKET"
    if reason := unsupported_of_websockets(kind) if is_websocket else unsupported(kind, request):
        raise _bad_request(reason)


def _check_authorizer(context: RequestContext, request: Any) -> Any:
    from localstack_harness.apigateway.authorizers.limits import check_seconds

    check_seconds(request.get("AuthorizerResultTtlInSeconds"))
    return call_moto(context)


def _create_route(context: RequestContext, request: Any) -> Any:
    key = request["RouteKey"]
    if any(route.route_key == key for route in _api(context, request["ApiId"]).get_routes()):
        raise CommonServiceException(
            "ConflictException", f"Route with key {key} already exists for this API", 409
        )
    return call_moto(context)


def _update_route(context: RequestContext, request: Any) -> Any:
    """moto ignores an empty list."""
    response = call_moto(context)
    if "AuthorizationScopes" in request:
        route = _api(context, request["ApiId"]).get_route(request["RouteId"])
        route.authorization_scopes = request["AuthorizationScopes"]
        response["AuthorizationScopes"] = request["AuthorizationScopes"]
    return response


def _create_stage(context: RequestContext, request: Any) -> Any:
    if request["StageName"] in _api(context, request["ApiId"]).stages:
        raise CommonServiceException("ConflictException", "Stage already exists", 409)
    return call_moto(context)


_STAGE_FIELDS = {
    "accessLogSettings": "access_log_settings",
    "autoDeploy": "auto_deploy",
    "clientCertificateId": "client_certificate_id",
    "defaultRouteSettings": "default_route_settings",
    "description": "description",
    "routeSettings": "route_settings",
    "stageVariables": "stage_variables",
}


def _update_stage(context: RequestContext, request: Any) -> Any:
    stage = _api(context, request["ApiId"]).get_stage(request["StageName"])
    given = json.loads(context.request.get_data() or b"{}")
    for name, attribute in _STAGE_FIELDS.items():
        if name in given:
            setattr(stage, attribute, given[name])
    if "deploymentId" in given:
        stage.config["deploymentId"] = given["deploymentId"]
    client = connect_to(aws_access_key_id=context.account_id, region_name=context.region).apigatewayv2
    return client.get_stage(ApiId=request["ApiId"], StageName=request["StageName"])


def _create_deployment(context: RequestContext, request: Any) -> Any:
    from localstack_harness.apigateway.http_api.deployed import deploy

    api = _api(context, request["ApiId"])
    stage = api.get_stage(request["StageName"]) if request.get("StageName") else None
    deployment = deploy(api, request.get("Description"))
    if stage:
        stage.config["deploymentId"] = deployment.deployment_id
    return _described(deployment)


def _get_deployment(context: RequestContext, request: Any) -> Any:
    return _described(_deployment(context, request))


def _get_deployments(context: RequestContext, request: Any) -> Any:
    from localstack_harness.apigateway.http_api.deployed import deployments_of

    return {"Items": [_described(each) for each in deployments_of(_api(context, request["ApiId"])).values()]}


def _delete_deployment(context: RequestContext, request: Any) -> None:
    from localstack_harness.apigateway.http_api.deployed import deployments_of

    deployment = _deployment(context, request)
    api = _api(context, request["ApiId"])
    if any(stage.config.get("deploymentId") == deployment.deployment_id for stage in api.stages.values()):
        raise _bad_request("Active stages with automatic deployment disabled point to this deployment")
    del deployments_of(api)[deployment.deployment_id]


def _no_domain_names(_context: RequestContext, _request: Any) -> None:
    raise _bad_request(
        "domain names and their mappings are not supported: use the API's own address, and leave them out for LocalStack"
    )


def _deployment(context: RequestContext, request: Any) -> Any:
    from localstack_harness.apigateway.http_api.deployed import deployments_of

    deployment = deployments_of(_api(context, request["ApiId"])).get(request["DeploymentId"])
    if deployment is None:
        raise CommonServiceException(
            "NotFoundException", f"Invalid Deployment identifier specified {request['DeploymentId']}", 404
        )
    return deployment


def _described(deployment: Any) -> dict[str, Any]:
    return {
        "AutoDeployed": False,
        "CreatedDate": deployment.created,
        "DeploymentId": deployment.deployment_id,
        "DeploymentStatus": "DEPLOYED",
        **({"Description": deployment.description} if deployment.description else {}),
    }


def _api(context: RequestContext, api_id: str) -> Any:
    """Raises moto's ApiNotFound, which is a response of API Gateway too."""
    from moto.apigatewayv2.models import apigatewayv2_backends

    return apigatewayv2_backends[context.account_id][context.region].get_api(api_id)


def _bad_request(text: str) -> CommonServiceException:
    return CommonServiceException("BadRequestException", text, 400, sender_fault=True)
