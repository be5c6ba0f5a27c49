"""
Adds Java's methods to what mapping templates call them on, and the headers that `$input.params()` lists.

Changes the package airspeed, and next_gen/execute_api/template_mapping.py of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import operator
from typing import Any, override

from airspeed import operators
from localstack.services.apigateway.next_gen.execute_api import template_mapping
from werkzeug.datastructures import Headers

from localstack_harness.apigateway.templates import java_methods
from localstack_harness.apigateway.templates.java_methods import Methods, added, compared, equal
from localstack_harness.support.patching import patch, replace

_COMPARISONS = {
    operator.gt: (">", "gt"),
    operator.ge: (">=", "ge"),
    operator.lt: ("<", "lt"),
    operator.le: ("<=", "le"),
}


def install() -> None:
    replace(operators, "__additional_methods__", MethodsByClass(operators.__additional_methods__))
    operators.BinaryOperator.OPERATORS.update(
        {
            **{name: compared(compare) for compare, names in _COMPARISONS.items() for name in names},
            **dict.fromkeys(("==", "eq"), equal),
            **dict.fromkeys(("!=", "ne"), lambda left, right: not equal(left, right)),
            "+": added,
        }
    )

    @patch(template_mapping.VelocityInput.__init__)
    def keep(original: Any, self: Any, body: Any, params: Any) -> None:
        original(self, body, params and {**params, "header": HeaderMap(params.get("header") or ())})


class MethodsByClass(dict[type, Methods]):
    """airspeed looks for the class itself, and LocalStack's values are of derived ones."""

    def __init__(self, methods: Any) -> None:
        super().__init__(methods)
        for of, more in (
            (str, java_methods.TEXT),
            (int, java_methods.NUMBER),
            (float, java_methods.NUMBER),
            (list, java_methods.LIST),
            (dict, java_methods.MAP),
        ):
            # in place: LocalStack has the same table for its own lists and maps
            self.setdefault(of, {}).update(more)

    @override
    def get(self, key: type, default: Any = None) -> Any:
        known = [self[each] for each in reversed(key.__mro__) if each in self]
        return {name: method for methods in known for name, method in methods.items()} or default


class HeaderMap(dict[str, str]):
    """With names as they were sent, and found in any case. A header that was sent twice has its last value."""

    def __init__(self, headers: Any) -> None:
        super().__init__(headers.items() if hasattr(headers, "items") else headers)
        self._values = Headers(list(self.items()))

    @override
    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    @override
    def __getitem__(self, key: str) -> str:
        return self._values[key]

    @override
    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._values
