import unittest
from unittest import mock

from localstack_harness.calls import callers as callers_module
from localstack_harness.calls.callers import Callers, Session


class CallersTest(unittest.TestCase):
    def test_knows_who_assumed_a_role(self) -> None:
        callers = Callers()
        session = Session("arn:aws:iam::000000000000:role/r", "fn", "lambda")
        callers.assumed("LSIA1", session)
        self.assertEqual(callers.behind("LSIA1"), session)
        self.assertIsNone(callers.behind("test"))
        self.assertIsNone(callers.behind(None))

    def test_forgets_the_oldest(self) -> None:
        callers = Callers()
        with mock.patch.object(callers_module, "_MOST_SESSIONS", 2):
            for key in "abc":
                callers.assumed(key, Session("r", "s", None))
        self.assertEqual([callers.behind(key) is not None for key in "abc"], [False, True, True])


if __name__ == "__main__":
    unittest.main()
