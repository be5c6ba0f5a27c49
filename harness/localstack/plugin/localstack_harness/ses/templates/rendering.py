"""
Renders the templates of SES: by Handlebars' own implementation on Node.js; in LocalStack's container, which has no
Node.js, by moto's, which knows `{{name}}`, `{{#if}}` and `{{#each}}`.

https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
"""

import json
import os
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from functools import cache
from pathlib import Path
from typing import Any

from moto.ses.exceptions import MissingRenderingAttributeException
from moto.ses.template import parse_template

from localstack_harness.support.node_child import NODE, NoAnswerError, NodeChild

PACKAGE = "HARNESS_HANDLEBARS"
_SCRIPT = Path(__file__).with_name("renderer.mjs")

type Parts = dict[str, str]
"""Of a template or a mail: subject, text, html. What it does not have is left out."""


class RenderingError(Exception):
    """The message is SES's."""


def render(parts: Parts, data: str | None) -> Parts:
    """`data` is a JSON object. Raises RenderingError."""
    try:
        values = json.loads(data or "{}")
    except ValueError as error:
        raise RenderingError("Template rendering data is invalid") from error
    if not isinstance(values, dict):
        raise RenderingError("Template rendering data is invalid")
    child = _child()
    return _by_handlebars(child, parts, values) if child else _by_moto(parts, values)


def merged_data(default: str | None, replacement: str | None) -> str:
    """A recipient's own values take the place of the default ones of the same name."""
    return json.dumps({**json.loads(default or "{}"), **json.loads(replacement or "{}")}, ensure_ascii=False)


def mime_of(parts: Parts) -> str:
    """As TestRenderTemplate shows a rendered template."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = formatdate()
    message["Subject"] = parts.get("subject", "")
    message.set_content(parts.get("text", ""))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return message.as_string()


def _by_handlebars(child: NodeChild, parts: Parts, values: Mapping[str, Any]) -> Parts:
    try:
        answer = child.ask({"parts": parts, "data": values})
    except NoAnswerError as error:
        raise RenderingError(f"The template has {error}") from error
    if "error" in answer:
        raise RenderingError(answer["error"])
    rendered: Parts = answer["parts"]
    return rendered


def _by_moto(parts: Parts, values: dict[str, Any]) -> Parts:
    try:
        return {name: parse_template(text, values) for name, text in parts.items()}
    except MissingRenderingAttributeException as error:
        raise RenderingError(error.message) from error


@cache
def _child() -> NodeChild | None:
    node, package = os.environ.get(NODE), os.environ.get(PACKAGE)
    return NodeChild(node, _SCRIPT, package) if node and package else None
