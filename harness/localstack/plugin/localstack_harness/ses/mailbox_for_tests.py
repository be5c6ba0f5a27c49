"""What tests of SES share: moto's state, and what /_aws/ses shows."""

import unittest
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from localstack.services.ses import provider
from localstack.services.ses.provider import get_ses_backend

from localstack_harness.ses import configuration_sets, sending
from localstack_harness.ses.events import SentMail
from localstack_harness.ses.templates import sending as templates

for module in (sending, configuration_sets, templates):
    module.install()


class MailboxCase(unittest.TestCase):
    """With a verified domain, `send.example`; only the file that LocalStack writes for each mail is left out."""

    def setUp(self) -> None:
        self.context = cast("Any", SimpleNamespace(account_id="000000000000", region="us-east-1"))
        self.backend = get_ses_backend(self.context)
        self.addCleanup(self.backend.reset)
        self.backend.verify_domain("send.example")
        self.enterContext(mock.patch.object(provider, "open", mock.mock_open(), create=True))
        self.enterContext(mock.patch.object(provider, "mkdir"))
        self.enterContext(mock.patch.dict(provider.EMAILS, clear=True))
        self.published: list[tuple[SentMail, str, Any]] = []
        self.enterContext(
            mock.patch("localstack_harness.ses.outbox.publish", side_effect=self._note_published)
        )

    @property
    def kept(self) -> dict[str, Any]:
        (mail,) = self.all_kept
        return mail

    @property
    def all_kept(self) -> list[dict[str, Any]]:
        return list(provider.EMAILS.values())

    def add_template(self, name: str, subject: str, text: str = "", html: str = "") -> None:
        self.backend.templates[name] = {
            "template_name": name,
            "subject_part": subject,
            "text_part": text,
            "html_part": html,
        }

    def _note_published(self, mail: SentMail, _destinations: Any, kind: str, details: Any) -> None:
        self.published.append((mail, kind, details))
