import unittest
from unittest.mock import Mock, patch

from localstack.aws.api.lambda_ import InvalidParameterValueException

from localstack_harness.lambda_.foreign_layers import ForeignLayers, explain_foreign_layers


def arn(name: str) -> str:
    return f"arn:aws:lambda:us-east-1:017000801446:layer:{name}:7"


class ForeignLayersTest(unittest.TestCase):
    def test_a_layer_that_is_not_there_is_refused_with_what_to_do(self) -> None:
        for name, instead in (
            ("AWSLambdaPowertoolsPythonV3-python313-x86_64", "add Powertools to the packages"),
            ("AWS-Parameters-and-Secrets-Lambda-Extension", "with the AWS SDK or Powertools"),
            ("LambdaAdapterLayerX86", "bundle what the function needs"),
        ):
            with self.assertRaisesRegex(InvalidParameterValueException, f"layer:{name}:7 .*{instead}"):
                ForeignLayers().fetch_layer(arn(name))

    def test_a_layer_that_only_watches_is_empty_and_named_in_the_log(self) -> None:
        store = "localstack.services.lambda_.invocation.lambda_service.store_lambda_archive"
        name = arn("LambdaInsightsExtension")
        with patch(store) as stored, self.assertLogs(level="WARNING") as logged:
            layer = ForeignLayers().fetch_layer(name)
        self.assertIs(layer.layer_versions["7"].code, stored.return_value)
        self.assertEqual((layer.arn, layer.layer_versions["7"].layer_version_arn), (name[:-2], name))
        self.assertIn("no metrics of Lambda Insights", logged.output[0])

    def test_localstack_asks_for_them(self) -> None:
        provider = Mock(layer_fetcher=None)
        explain_foreign_layers(provider)
        self.assertIsInstance(provider.layer_fetcher, ForeignLayers)


if __name__ == "__main__":
    unittest.main()
