"""
Compares the templates of a change set in less time. LocalStack visits each value of both of them several times.

Mends services/cloudformation/engine/v2.
"""

import json
from functools import lru_cache
from typing import Any

from localstack.services.cloudformation.engine.v2 import change_set_model, change_set_model_visitor
from localstack.services.cloudformation.engine.v2.change_set_model import Scope
from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform

from localstack_harness.support.patching import Original, patch, replace

_MAX_NAMES = 1_024


def install() -> None:
    # the name of the method for each visit
    for module in (change_set_model, change_set_model_visitor):
        name = "camel_to_snake_case"
        replace(module, name, lru_cache(_MAX_NAMES)(getattr(module, name)))
    # every value is copied after each pass, under a key of this type
    Scope.__deepcopy__ = lambda scope, _memo: scope  # type: ignore[attr-defined]
    patch(ChangeSetModelTransform.transform)(transform)


def transform(original: Original, /, self: ChangeSetModelTransform) -> tuple[Any, Any]:
    before, after = self._before_template, self._after_template
    return original(self) if may_transform(before) or may_transform(after) else (before, after)


def may_transform(template: Any) -> bool:
    """Whether a template may have a transform: `Transform`, or `Fn::Transform` anywhere in it."""
    return bool(template) and 'Transform"' in json.dumps(template, default=str)
