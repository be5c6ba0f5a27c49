"""
Templates, the same ones as v1's.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailTemplate.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses.provider import get_ses_backend

from localstack_harness.ses.templates.rendering import RenderingError, mime_of, render
from localstack_harness.ses.templates.sending import parts_of
from localstack_harness.ses.v2.errors import already_exists, as_v2, bad_request, not_found
from localstack_harness.support.moto_service import Operation

type Request = Mapping[str, Any]


def create_email_template(context: RequestContext, request: Request) -> Any:
    backend, name = get_ses_backend(context), request["TemplateName"]
    if name in backend.templates:
        raise already_exists(f"Template {name} already exists.")
    with as_v2():
        backend.add_template(_stored(request))
    return {}


def update_email_template(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    _assert_template(backend, request["TemplateName"])
    with as_v2():
        backend.update_template(_stored(request))
    return {}


def get_email_template(context: RequestContext, request: Request) -> Any:
    name = request["TemplateName"]
    with as_v2():
        parts = parts_of(get_ses_backend(context), name)
    return {
        "TemplateName": name,
        "TemplateContent": {part.capitalize(): text for part, text in parts.items()},
    }


def list_email_templates(context: RequestContext, _request: Request) -> Any:
    templates: list[dict[str, Any]] = get_ses_backend(context).list_templates()
    return {
        "TemplatesMetadata": [
            {"TemplateName": template["template_name"], "CreatedTimestamp": template["Timestamp"]}
            for template in templates
        ]
    }


def delete_email_template(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    _assert_template(backend, request["TemplateName"])
    backend.delete_template(request["TemplateName"])
    return {}


def test_render_email_template(context: RequestContext, request: Request) -> Any:
    with as_v2():
        parts = parts_of(get_ses_backend(context), request["TemplateName"])
    try:
        return {"RenderedTemplate": mime_of(render(parts, request["TemplateData"]))}
    except RenderingError as failed:
        raise bad_request(str(failed)) from failed


def _assert_template(backend: Any, name: str) -> None:
    if name not in backend.templates:
        raise not_found(f"Template {name} does not exist.")


def _stored(request: Request) -> dict[str, Any]:
    content = request["TemplateContent"]
    return {
        "template_name": request["TemplateName"],
        "subject_part": content.get("Subject") or "",
        "text_part": content.get("Text") or "",
        "html_part": content.get("Html") or "",
        "Timestamp": datetime.now(UTC),
    }


OPERATIONS: Mapping[str, Operation] = {
    "CreateEmailTemplate": create_email_template,
    "UpdateEmailTemplate": update_email_template,
    "GetEmailTemplate": get_email_template,
    "ListEmailTemplates": list_email_templates,
    "DeleteEmailTemplate": delete_email_template,
    "TestRenderEmailTemplate": test_render_email_template,
}
