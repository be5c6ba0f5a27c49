"""A type of CloudFormation whose resources are only recorded: `Ref` and the attributes have values, nothing else happens."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider
from plux import PluginSpec

from localstack_harness.support.resource_types import Model, default_name, done, plugin_of

EFFECTS: dict[str, str] = {}
"""What an app misses, by the type of CloudFormation that is only recorded."""

_REF = "PhysicalResourceId"


def recorded(type_name: str, effect: str, ref: str, **attributes: str) -> PluginSpec:
    """
    `effect`: what an app misses, such as "requests are not filtered".

    `ref` and the attributes are templates of their values: `{Name}` is a property, which gets a made-up value where the template
    has none; `{id}` a made-up id, the same in all of them; `{region}` and `{account}` are those of the stack. `__` in the name
    of an attribute is a dot.
    """
    EFFECTS[type_name] = effect

    class RecordedProvider(ResourceProvider[Any]):
        SCHEMA = {  # noqa: RUF012 as LocalStack declares it
            "typeName": type_name,
            "primaryIdentifier": [f"/properties/{_REF}"],
            "readOnlyProperties": [f"/properties/{name.partition('__')[0]}" for name in attributes],
            "properties": {},
        }

        def create(self, request: Any) -> ProgressEvent[Any]:
            return done({**values(request, {_REF: ref, **attributes}), **request.desired_state})

        def update(self, request: Any) -> ProgressEvent[Any]:
            made = values(request, {_REF: ref, **attributes})
            before = {name: value for name, value in request.previous_state.items() if name in made}
            return done({**request.desired_state, **before})

        def delete(self, _request: Any) -> ProgressEvent[Any]:
            return done({})

    return plugin_of(RecordedProvider)


def values(request: Any, templates: Mapping[str, str]) -> Model:
    """
    The attributes of a new resource, and the properties that get a made-up value. An attribute within another, such as
    `Metadata.Arn`, is in an object.
    """
    found: Model = {}
    known: dict[str, str] = {
        "id": secrets.token_hex(7),
        "region": request.region_name,
        "account": request.account_id,
    }

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in known:
            default = default_name(request)
            given = request.desired_state.get(name)
            if not given:
                found[name] = default
            known[name] = str(given or default)
        return known[name]

    for name, template in templates.items():
        outer, _, inner = name.partition("__")
        filled = re.sub(r"\{(\w+)\}", value, template)
        if inner:
            found.setdefault(outer, {})[inner] = filled
        else:
            found[outer] = filled
    return found
