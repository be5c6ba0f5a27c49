import unittest
from types import SimpleNamespace

from moto.kinesis import models, utils

from localstack_harness.moto_services import shard_iterators


class ShardIteratorsTest(unittest.TestCase):
    def test_a_long_iterator_has_one_line_and_is_read_back(self) -> None:
        shard_iterators.install()
        shard = SimpleNamespace(shard_id="shardId-000000000000")
        name = "a-stream-with-a-long-name-" * 4
        for module in (utils, models):
            iterator = module.compose_shard_iterator(name, shard, 7)
            self.assertNotIn("\n", iterator)
            self.assertEqual(utils.decompose_shard_iterator(iterator), [name, shard.shard_id, "7"])


if __name__ == "__main__":
    unittest.main()
