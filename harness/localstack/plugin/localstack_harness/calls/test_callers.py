import unittest
from unittest import mock

from localstack_harness.calls import callers as callers_module
from localstack_harness.calls.callers import Callers, Session


class CallersTest(unittest.TestCase):
    def test_finds_the_session_of_an_access_key(self) -> None:
        callers = Callers()
        session = Session("arn:aws:iam::000000000000:role/r", "fn", "lambda")
        callers.add("LSIA1", session)
        self.assertEqual(callers.session_of("LSIA1"), session)
        self.assertIsNone(callers.session_of("test"))
        self.assertIsNone(callers.session_of(None))

    def test_drops_the_oldest(self) -> None:
        callers = Callers()
        with mock.patch.object(callers_module, "_MAX_SESSIONS", 2):
            for key in "abc":
                callers.add(key, Session("r", "s", None))
        self.assertEqual([callers.session_of(key) is not None for key in "abc"], [False, True, True])


if __name__ == "__main__":
    unittest.main()
