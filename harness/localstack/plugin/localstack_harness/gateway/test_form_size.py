import io
import unittest
from urllib.parse import urlencode

from rolo import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request as WerkzeugRequest

from localstack_harness.gateway import form_size

FORM = urlencode({"RawMessage.Data": "x" * 2_000_000}).encode()


def sent() -> Request:
    request = Request("POST", "/", headers={"Content-Type": "application/x-www-form-urlencoded"}, body=FORM)
    request.environ["wsgi.input"] = io.BytesIO(FORM)
    return request


class FormSizeTest(unittest.TestCase):
    def test_a_form_of_two_megabytes_is_read(self) -> None:
        before = WerkzeugRequest.max_form_memory_size
        self.addCleanup(setattr, WerkzeugRequest, "max_form_memory_size", before)
        WerkzeugRequest.max_form_memory_size = 500_000
        with self.assertRaises(RequestEntityTooLarge):
            _ = sent().form
        form_size.install()
        self.assertEqual(len(sent().form["RawMessage.Data"]), 2_000_000)
