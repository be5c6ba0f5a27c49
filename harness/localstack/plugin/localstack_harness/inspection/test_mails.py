import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack_harness.inspection import mails
from localstack_harness.inspection.mails import mail_ids, mails_after, outline


def mail(mail_id: str, **fields: object) -> dict[str, Any]:
    return {"Id": mail_id, "Source": "a@x.example", **fields}


class MailsTest(unittest.TestCase):
    def holding(self, *ids: str) -> None:
        module = SimpleNamespace(EMAILS={mail_id: mail(mail_id) for mail_id in ids})
        patched = mock.patch.object(mails, "loaded", return_value=module)
        patched.start()
        self.addCleanup(patched.stop)

    def test_there_are_none_before_ses_is_used(self) -> None:
        with mock.patch.object(mails, "loaded", return_value=None):
            self.assertEqual(mails_after(""), {"mails": [], "total": 0, "reset": False, "complete": True})

    def test_are_those_after_the_last_known(self) -> None:
        self.holding("a", "b", "c")
        page = mails_after("a")
        self.assertEqual([each["Id"] for each in page["mails"]], ["b", "c"])
        self.assertEqual((page["total"], page["complete"]), (3, True))
        self.assertEqual(mails_after("c")["mails"], [])
        self.assertEqual(len(mails_after("")["mails"]), 3)

    def test_are_all_where_the_last_known_was_deleted(self) -> None:
        self.holding("b", "c")
        page = mails_after("a")
        self.assertEqual([each["Id"] for each in page["mails"]], ["b", "c"])
        self.assertTrue(page["reset"])

    def test_come_in_pages(self) -> None:
        self.holding("a", "b", "c")
        with mock.patch.object(mails, "_MAX_MAILS", 2):
            page = mails_after("")
            self.assertEqual([each["Id"] for each in page["mails"]], ["a", "b"])
            self.assertFalse(page["complete"])
            self.assertTrue(mails_after("b")["complete"])
        self.assertEqual(mail_ids(), ["a", "b", "c"])

    def test_have_their_content_where_it_is_asked_for(self) -> None:
        sent = mail("a", Body={"text_part": "Brush Rex", "html_part": None})
        with mock.patch.object(mails, "loaded", return_value=SimpleNamespace(EMAILS={"a": sent})):
            self.assertEqual(mails_after("", content=True)["mails"], [sent])

    def test_have_no_content(self) -> None:
        shown = outline(mail("a", Body={"text_part": "Brush\n  Rex", "html_part": "<p>1</p>"}, Subject="s"))
        self.assertEqual(shown, mail("a", Subject="s", Snippet="Brush Rex", Size=19))

    def test_a_raw_one_has_its_header(self) -> None:
        raw = "Subject: s\r\nTo: b@x.example\r\n\r\nbody\r\nContent-Disposition: attachment; filename=a\r\n"
        shown = outline(mail("a", RawData=raw))
        self.assertEqual(shown["RawHead"], "Subject: s\r\nTo: b@x.example")
        self.assertTrue(shown["HasAttachments"])
        self.assertNotIn("RawData", shown)
