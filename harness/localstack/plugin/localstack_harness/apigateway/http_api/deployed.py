"""
What a stage of an HTTP API serves: the API as it is with automatic deployment, else what a deployment kept of it.

moto keeps neither deployments nor the deployment of a stage.
"""

import copy
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.apigatewayv2.models import Api, Authorizer, Integration, Route, Stage, apigatewayv2_backends

from localstack_harness.support.moto_service import Attached

BY_PATH = re.compile(r"/_aws/execute-api/([^/]+)")

type ApiId = str
type DeploymentId = str


def find_api(api_id: str) -> tuple[str, str, Api] | None:
    """The account and region of an HTTP or WebSocket API, and the API."""
    for account, backends in list(apigatewayv2_backends.items()):
        for region, backend in list(backends.items()):
            if api_id in backend.apis:
                return account, region, backend.apis[api_id]
    return None


@dataclass(frozen=True)
class Deployed:
    routes: Mapping[str, Route]
    """By route key."""
    integrations: Mapping[str, Integration]
    authorizers: Mapping[str, Authorizer]


@dataclass(frozen=True)
class Deployment:
    deployment_id: DeploymentId
    description: str | None
    created: datetime
    deployed: Deployed


_deployments: Attached[dict[DeploymentId, Deployment]] = Attached("deployments", dict)


def deployments_of(api: Api) -> dict[DeploymentId, Deployment]:
    return _deployments.of(api)


def deploy(api: Api, description: str | None) -> Deployment:
    deployed = copy.deepcopy(_current(api))
    deployment = Deployment(secrets.token_hex(3), description, datetime.now(UTC), deployed)
    deployments_of(api)[deployment.deployment_id] = deployment
    return deployment


def served_by(api: Api, stage: Stage) -> Deployed | None:
    """None: the stage has no deployment."""
    if stage.auto_deploy:
        return _current(api)
    deployment = deployments_of(api).get(stage.config.get("deploymentId") or "")
    return deployment.deployed if deployment else None


def _current(api: Api) -> Deployed:
    return Deployed(
        {route.route_key: route for route in list(api.routes.values())},
        dict(api.integrations),
        dict(api.authorizers),
    )
