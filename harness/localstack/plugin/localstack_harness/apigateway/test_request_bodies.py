import unittest
from typing import Any
from unittest import mock

from localstack.http import Request
from localstack.services.apigateway.next_gen.execute_api.handlers import parse
from localstack.services.lambda_ import urlrouter

from localstack_harness.apigateway import request_bodies

FORMS = {
    "application/x-www-form-urlencoded": b'{"text":"hi"}&a=%7e+b&a',
    "multipart/form-data; boundary=x": b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
}


def received(kind: str, body: bytes, path: str = "/_aws/execute-api/a1/prod/pets") -> Request:
    return Request("POST", path, headers={"content-type": kind}, body=body)


class RequestBodiesTest(unittest.TestCase):
    def setUp(self) -> None:
        for module in (parse, urlrouter):
            patcher = mock.patch.object(module, "restore_payload", module.restore_payload)
            patcher.start()
            self.addCleanup(patcher.stop)
        request_bodies.use_kept_bodies_in_apis()
        request_bodies.use_kept_bodies_in_function_urls()

    def keep(self, request: Any) -> None:
        request_bodies.keep_body(None, mock.Mock(request=request), None)

    def test_a_form_is_passed_on_as_it_was_sent_after_its_fields_were_read(self) -> None:
        for kind, body in FORMS.items():
            for module in (parse, urlrouter):
                with self.subTest(kind, module=module.__name__):
                    request = received(kind, body)
                    self.keep(request)
                    self.assertTrue(request.form)
                    self.assertEqual(module.restore_payload(request), body)

    def test_a_body_of_a_call_to_a_service_is_not_kept(self) -> None:
        request = received("application/x-www-form-urlencoded", b"Action=SendEmail", path="/")
        self.keep(request)
        self.assertEqual(request.form["Action"], "SendEmail")
        self.assertEqual(request.get_data(), b"")
