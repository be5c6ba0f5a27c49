import unittest
from unittest import mock

from localstack_harness.calls import api_requests
from localstack_harness.calls.api_requests import ApiRequests, RequestContent, RequestFacts, shortened


def facts(path: str = "/orders", trace: str | None = None) -> RequestFacts:
    return {
        "time": 0,
        "method": "POST",
        "host": "localhost",
        "path": path,
        "query": "",
        "status": 202,
        "durationMs": 1.0,
        "requestId": "8f0fad5b",
        "trace": trace,
    }


def content(request: str = "", response: str = "") -> RequestContent:
    return {
        "requestHeaders": [("accept", "*/*")],
        "requestBody": request,
        "responseHeaders": [],
        "responseBody": response,
    }


class ApiRequestsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.requests = ApiRequests()

    def test_lists_requests_after_a_number_without_their_bodies(self) -> None:
        for path in ("/a", "/b", "/c"):
            self.requests.add(facts(path), content("secret"))
        page = self.requests.since(1)
        self.assertEqual([request["path"] for request in page["requests"]], ["/b", "/c"])
        self.assertEqual(page["next"], 3)
        self.assertNotIn("requestBody", page["requests"][0])
        self.assertEqual(self.requests.since(3), {"requests": [], "next": 3})

    def test_shows_one_with_its_bodies(self) -> None:
        self.requests.add(facts(), content('{"a":1}', "ok"))
        found = self.requests.find(1)
        assert found
        self.assertEqual((found["requestBody"], found["responseBody"]), ('{"a":1}', "ok"))
        self.assertIsNone(self.requests.find(2))

    def test_finds_those_that_mention_a_text(self) -> None:
        self.requests.add(facts("/orders/7", trace="1-a"), content())
        self.requests.add(facts(), content(request='{"order":"7b"}'))
        self.requests.add(facts(), content(response='{"id":"c"}'))
        for text, expected in (("7", [1, 2]), ("1-a", [1]), ('"c"', [3]), ("none", [])):
            with self.subTest(text):
                self.assertEqual([each["seq"] for each in self.requests.mentioning(text)], expected)

    def test_drops_the_oldest(self) -> None:
        with mock.patch.object(api_requests, "_MAX_REQUESTS", 2):
            for path in ("/a", "/b", "/c"):
                self.requests.add(facts(path), content())
        self.assertEqual([each["path"] for each in self.requests.since(0)["requests"]], ["/b", "/c"])
        with mock.patch.object(api_requests, "_MAX_CHARACTERS", 100):
            self.requests.add(facts("/d"), content("x" * 90))
            self.requests.add(facts("/e"), content("x" * 90))
        self.assertEqual([each["path"] for each in self.requests.since(0)["requests"]], ["/e"])

    def test_bodies_that_are_not_text_or_are_long_are_shortened(self) -> None:
        self.assertEqual(shortened("ä".encode()), "ä")
        self.assertEqual(shortened(b"\xff\xfe"), "(2 bytes that are not text)")
        self.assertLess(len(shortened(b"x" * 1_000_000)), 70_000)
