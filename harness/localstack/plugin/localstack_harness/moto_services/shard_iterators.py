"""
Shard iterators of Kinesis: moto ends them with a line break, which a header of HTTP cannot have. An API of API Gateway may
take an iterator from one.
"""

from typing import Any

from moto.kinesis import models, utils

from localstack_harness.support.patching import replace


def install() -> None:
    compose = utils.compose_shard_iterator

    def compose_in_one_line(stream_name: str | None, shard: Any, last_sequence_id: int) -> str:
        return str(compose(stream_name, shard, last_sequence_id)).replace("\n", "")

    for module in (utils, models):
        replace(module, "compose_shard_iterator", compose_in_one_line)
