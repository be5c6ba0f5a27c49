import unittest

from localstack_harness.apigateway.media_types import is_binary


class IsBinaryTest(unittest.TestCase):
    def test_a_type_or_all_of_its_kind(self) -> None:
        for mime_type, types, binary in (
            ("image/png", ["image/png"], True),
            ("image/png; q=0.9, text/html", ["image/png"], True),
            ("IMAGE/PNG", ["image/png"], True),
            ("image/png", ["image/*"], True),
            ("text/html, image/png", ["image/png"], False),
            ("image/jpeg", ["image/png"], False),
            ("image/*", ["image/png"], False),
            ("image/*", ["image/*"], False),
            ("random/test", ["*/test"], False),
            ("*/*", ["image/png"], False),
            ("image", ["image/*"], False),
            (None, ["image/png"], False),
            ("image/png", [], False),
        ):
            with self.subTest(mime_type=mime_type, types=types):
                self.assertIs(is_binary(mime_type, types), binary)

    def test_everything(self) -> None:
        for mime_type in ("image/png", "application/json", "*/*", None):
            self.assertTrue(is_binary(mime_type, ["image/png", "*/*"]))


if __name__ == "__main__":
    unittest.main()
