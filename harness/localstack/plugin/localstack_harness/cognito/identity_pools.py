"""The roles of identity pools, which moto does not keep."""

from typing import Any
from weakref import WeakKeyDictionary

from localstack.aws.api import RequestContext
from moto.cognitoidentity.models import cognitoidentity_backends

from localstack_harness.cognito.pools import error

_roles: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def set_identity_pool_roles(context: RequestContext, request: Any) -> Any:
    kept = {name: request[name] for name in ("Roles", "RoleMappings") if name in request}
    _roles[_pool(context, request)] = kept
    return {}


def get_identity_pool_roles(context: RequestContext, request: Any) -> Any:
    return {"IdentityPoolId": request["IdentityPoolId"], **_roles.get(_pool(context, request), {})}


def _pool(context: RequestContext, request: Any) -> Any:
    pool_id = request["IdentityPoolId"]
    pool = cognitoidentity_backends[context.account_id][context.region].identity_pools.get(pool_id)
    if pool is None:
        raise error("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")
    return pool
