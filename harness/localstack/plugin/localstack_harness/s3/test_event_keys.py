import datetime
import json
import unittest
from typing import Any
from urllib.parse import quote

from localstack.services.s3.notifications import BaseNotifier, EventBridgeNotifier, S3EventNotificationContext

from localstack_harness.s3 import event_keys

NOW = datetime.datetime.now(datetime.UTC)
KEY = "photos of Rex/red flower+ü(1).jpg"


def created(key: str) -> S3EventNotificationContext:
    return S3EventNotificationContext(
        request_id="r",
        event_type="s3:ObjectCreated:Put",
        event_time=NOW,
        account_id="000000000000",
        region="us-east-1",
        bucket_name="b",
        key_name=quote(key),
        xray="",
        bucket_location="us-east-1",
        bucket_account_id="000000000000",
        caller="000000000000",
        key_size=1,
        key_expiry=NOW,
        key_etag="e",
        key_version_id="null",
        key_storage_class=None,
    )


class EventKeysTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        event_keys.install()

    def test_are_encoded_as_in_a_form(self) -> None:
        payload: Any = BaseNotifier._get_event_payload(created(KEY), "id")
        (record,) = payload["Records"]
        self.assertEqual(record["s3"]["object"]["key"], "photos+of+Rex/red+flower%2B%C3%BC%281%29.jpg")

    def test_are_as_they_are_for_event_bridge(self) -> None:
        entry: Any = EventBridgeNotifier._get_event_payload(created(KEY))
        self.assertEqual(json.loads(entry["Detail"])["object"]["key"], KEY)


if __name__ == "__main__":
    unittest.main()
