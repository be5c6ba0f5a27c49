import unittest

from localstack.aws.api.lambda_ import InvalidParameterValueException

from localstack_harness.lambda_.provider_patches import check_window


class StreamWindowsTest(unittest.TestCase):
    def test_a_tumbling_window_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(
            InvalidParameterValueException, "TumblingWindowInSeconds 30 is not supported"
        ):
            check_window({"TumblingWindowInSeconds": 30})

    def test_a_mapping_without_one_passes(self) -> None:
        check_window({})
        check_window({"TumblingWindowInSeconds": 0})


if __name__ == "__main__":
    unittest.main()
