import gc
import unittest

from localstack_harness.process import garbage


class ReduceCollectionsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(gc.unfreeze)
        self.addCleanup(gc.enable)

    def test_collects_nothing_until_localstack_has_started(self) -> None:
        garbage.collect_nothing()
        self.assertFalse(gc.isenabled())
        garbage.reduce_collections()
        self.assertTrue(gc.isenabled())

    def test_does_not_search_existing_objects_again(self) -> None:
        garbage.reduce_collections()
        self.assertGreater(gc.get_freeze_count(), 0)
        self.assertEqual(gc.get_threshold()[0], garbage.YOUNG_OBJECTS)

    def test_still_collects_later_garbage(self) -> None:
        garbage.reduce_collections()
        ring: list[object] = []
        ring.append(ring)
        del ring
        self.assertGreater(gc.collect(), 0)


if __name__ == "__main__":
    unittest.main()
