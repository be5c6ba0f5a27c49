import unittest

from localstack_harness.support.http.response import is_header_name, is_header_value


class HeaderTest(unittest.TestCase):
    def test_names(self) -> None:
        for name in ("a", "X-Pet", "x_pet", "5", "!#$%&'*+-.^_`|~"):
            self.assertTrue(is_header_name(name), name)
        for name in ("", "x a", "a:", "ä", "a\n", "a\r\nb", "(a)", 'a"', "a\0"):
            self.assertFalse(is_header_name(name), name)

    def test_values(self) -> None:
        for value in ("", "Rex and Tom", "a\tb", "grüße", '"quoted"'):
            self.assertTrue(is_header_value(value), value)
        for value in ("a\nb", "a\r\nset-cookie: b", "a\0", "\x1b[2J", "\x7f", "5 €"):
            self.assertFalse(is_header_value(value), value)
