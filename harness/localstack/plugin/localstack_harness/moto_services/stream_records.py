"""
Records of DynamoDB's streams: moto gives an inserted item an empty old image and a removed one an empty new image, and
records writes that change nothing.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

from typing import Any

from moto.dynamodb.models import table as table_module
from moto.dynamodb.models.dynamo_type import Item

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(table_module.StreamRecord.__init__)
    def record(original: Original, /, self: table_module.StreamRecord, *args: Any, **named: Any) -> None:
        original(self, *args, **named)
        change = self.record["dynamodb"]
        for image in ("OldImage", "NewImage"):
            if change.get(image) == {}:
                del change[image]

    @patch(table_module.StreamShard.add)
    def add(
        original: Original, /, self: table_module.StreamShard, old: Item | None, new: Item | None
    ) -> None:
        if old is None or new is None or old.to_json() != new.to_json():
            original(self, old, new)
