"""The roles of identity pools, which moto does not keep."""

from typing import Any

from localstack.aws.api import RequestContext
from moto.cognitoidentity.models import cognitoidentity_backends

from localstack_harness.cognito.pools import error
from localstack_harness.support.moto_service import Attached

_roles: Attached[dict[str, Any]] = Attached("roles", dict)


def set_identity_pool_roles(context: RequestContext, request: Any) -> Any:
    roles = _roles.of(_pool(context, request))
    roles.clear()
    roles.update({name: request[name] for name in ("Roles", "RoleMappings") if name in request})
    return {}


def get_identity_pool_roles(context: RequestContext, request: Any) -> Any:
    return {"IdentityPoolId": request["IdentityPoolId"], **_roles.of(_pool(context, request))}


def _pool(context: RequestContext, request: Any) -> Any:
    pool_id = request["IdentityPoolId"]
    pool = cognitoidentity_backends[context.account_id][context.region].identity_pools.get(pool_id)
    if pool is None:
        raise error("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")
    return pool
