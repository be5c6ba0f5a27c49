"""
A log stream in a group with a subscription filter, which LocalStack cannot create (services/logs/provider.py): so no function
with such a group can write its log.
"""

from typing import Any

from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import LogGroup, LogStream

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(LogGroup.create_log_stream)
    def create_log_stream(_: Original, self: LogGroup, log_stream_name: str) -> None:
        if log_stream_name in self.streams:
            raise ResourceAlreadyExistsException
        stream: Any = LogStream(log_group=self, name=log_stream_name)
        filters = list(self.subscription_filters.values())
        stream.filter_pattern = filters[0].filter_pattern if filters else None
        self.streams[log_stream_name] = stream
