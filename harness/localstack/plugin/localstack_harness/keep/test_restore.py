import unittest

from localstack_harness.keep.restore import place


class PlaceTest(unittest.TestCase):
    def test_what_calls_others_or_reads_from_them_comes_after_them(self) -> None:
        names = (
            "lambda",
            "pipes",
            "sns",
            "stepfunctions",
            "dynamodbstreams",
            "s3",
            "kinesis",
            "events",
            "ses",
            "logs",
        )
        self.assertEqual(
            sorted(names, key=place),
            [
                "s3",
                "logs",
                "dynamodbstreams",
                "kinesis",
                "ses",
                "sns",
                "lambda",
                "stepfunctions",
                "events",
                "pipes",
            ],
        )


if __name__ == "__main__":
    unittest.main()
