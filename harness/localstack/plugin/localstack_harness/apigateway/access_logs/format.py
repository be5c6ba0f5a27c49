"""
API Gateway's access log format: a text with $context variables.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
"""

import json
import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_-]+)*)")


def render(template: str, variables: Mapping[str, object]) -> str:
    """Returns one line. A variable without a value becomes "-"; a value inside JSON is escaped."""
    in_json = template.lstrip().startswith("{")

    def value(match: re.Match[str]) -> str:
        found: object = variables
        for name in match.group(1).split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        if found is None or isinstance(found, Mapping) or found == "":
            return "-"
        text = str(found).lower() if isinstance(found, bool) else str(found)
        return json.dumps(text, ensure_ascii=False)[1:-1] if in_json else text

    return _VARIABLE.sub(value, template).replace("\n", " ")
