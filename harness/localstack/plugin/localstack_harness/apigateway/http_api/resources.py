"""
CloudFormation's types of HTTP and WebSocket APIs.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGatewayV2.html
"""

from contextlib import suppress
from typing import Any

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.resource_types import Model, plugin_of

_SERVICE = "apigatewayv2"
_FROM_ROUTES = "define its routes as AWS::ApiGatewayV2::Route"


class ApiProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Api"
    SERVICE = _SERVICE
    NOUN = "api"
    KEYS = ("ApiId",)
    GENERATED = ("ApiId", "ApiEndpoint")
    CREATE_ONLY = ("ProtocolType",)
    DEFAULTS = {"Description": "", "DisableExecuteApiEndpoint": False, "Version": ""}  # noqa: RUF012
    REFUSED = {  # noqa: RUF012
        "Body": _FROM_ROUTES,
        "BodyS3Location": _FROM_ROUTES,
        "Target": _FROM_ROUTES,
        "RouteKey": _FROM_ROUTES,
    }

    def change(self, request: Any, arguments: Model, before: Model, after: Model) -> None:
        super().change(request, arguments, before, after)
        if before.get("CorsConfiguration") and not after.get("CorsConfiguration"):
            self.client(request).delete_cors_configuration(ApiId=arguments["ApiId"])


class AuthorizerProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Authorizer"
    SERVICE = _SERVICE
    NOUN = "authorizer"
    KEYS = ("ApiId", "AuthorizerId")
    GENERATED = ("AuthorizerId",)
    CREATE_ONLY = ("ApiId",)
    DEFAULTS = {"AuthorizerResultTtlInSeconds": 300, "EnableSimpleResponses": False, "IdentitySource": []}  # noqa: RUF012


class IntegrationProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Integration"
    SERVICE = _SERVICE
    NOUN = "integration"
    KEYS = ("ApiId", "IntegrationId")
    GENERATED = ("IntegrationId",)
    CREATE_ONLY = ("ApiId",)
    DEFAULTS = {"Description": "", "TimeoutInMillis": 30_000, "CredentialsArn": ""}  # noqa: RUF012


class RouteProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Route"
    SERVICE = _SERVICE
    NOUN = "route"
    KEYS = ("ApiId", "RouteId")
    GENERATED = ("RouteId",)
    CREATE_ONLY = ("ApiId",)
    DEFAULTS = {  # noqa: RUF012
        "AuthorizationScopes": [],
        "AuthorizationType": "NONE",
        "AuthorizerId": "",
        "OperationName": "",
    }


class RouteResponseProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::RouteResponse"
    SERVICE = _SERVICE
    NOUN = "route_response"
    KEYS = ("ApiId", "RouteId", "RouteResponseId")
    GENERATED = ("RouteResponseId",)
    CREATE_ONLY = ("ApiId", "RouteId", "RouteResponseKey", "ResponseModels", "ModelSelectionExpression")


class StageProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Stage"
    SERVICE = _SERVICE
    NOUN = "stage"
    KEYS = ("ApiId", "StageName")
    CREATE_ONLY = ("ApiId", "StageName")
    DEFAULTS = {  # noqa: RUF012
        "AccessLogSettings": {},
        "AutoDeploy": False,
        "DefaultRouteSettings": {},
        "Description": "",
        "RouteSettings": {},
        "StageVariables": {},
    }


class DeploymentProvider(ClientResource):
    TYPE = "AWS::ApiGatewayV2::Deployment"
    SERVICE = _SERVICE
    NOUN = "deployment"
    KEYS = ("ApiId", "DeploymentId")
    GENERATED = ("DeploymentId",)
    CREATE_ONLY = ("ApiId", "StageName", "Description")

    def delete(self, request: Any) -> Any:
        client = self.client(request)
        # a stage that is removed next still has it, and takes it along
        with suppress(client.exceptions.BadRequestException):
            return super().delete(request)
        request.desired_state.pop("DeploymentId")
        return super().delete(request)


api = plugin_of(ApiProvider)
authorizer = plugin_of(AuthorizerProvider)
integration = plugin_of(IntegrationProvider)
route = plugin_of(RouteProvider)
route_response = plugin_of(RouteResponseProvider)
stage = plugin_of(StageProvider)
deployment = plugin_of(DeploymentProvider)
