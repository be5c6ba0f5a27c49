import unittest
from typing import Any

from moto.apigatewayv2.models import Api, ApiGatewayV2Backend

from localstack_harness.apigateway.http_api.deployed import deploy, served_by
from localstack_harness.apigateway.http_api.endpoint import split_stage


class DeployedTest(unittest.TestCase):
    def setUp(self) -> None:
        nothing: Any = None
        self.api: Api = ApiGatewayV2Backend("us-east-1", "000000000000").create_api(
            nothing, nothing, "", nothing, nothing, "pets", "HTTP", nothing, {}, ""
        )
        self.route = self.api.create_route(False, [], "GET /pets", "integrations/a")

    def routes(self, stage_name: str) -> list[str] | None:
        deployed = served_by(self.api, self.api.stages[stage_name])
        return None if deployed is None else list(deployed.routes)

    def test_a_stage_with_automatic_deployment_serves_the_api_as_it_is(self) -> None:
        self.api.create_stage({"stageName": "$default", "autoDeploy": True})
        self.api.create_route(False, [], "GET /walks", "integrations/a")
        self.assertEqual(self.routes("$default"), ["GET /pets", "GET /walks"])

    def test_another_stage_serves_its_deployment(self) -> None:
        stage = self.api.create_stage({"stageName": "beta"})
        self.assertIsNone(self.routes("beta"))
        stage.config["deploymentId"] = deploy(self.api, None).deployment_id
        self.route.update(None, [], "", "", "", "", {}, {}, "GET /dogs", "", "")
        self.assertEqual(self.routes("beta"), ["GET /pets"])

    def test_the_address_names_the_stage(self) -> None:
        default = self.api.create_stage({"stageName": "$default", "autoDeploy": True})
        beta = self.api.create_stage({"stageName": "beta"})
        for path, expected in {
            "/pets": (default, "/pets"),
            "/": (default, "/"),
            "/$default/pets": (default, "/$default/pets"),
            "/beta/pets/": (beta, "/pets/"),
            "/beta": (beta, "/"),
            "/beta/": (beta, "/"),
            "/betas": (default, "/betas"),
        }.items():
            with self.subTest(path):
                self.assertEqual(split_stage(self.api, path), expected)
        self.api.delete_stage("$default")
        self.assertEqual(split_stage(self.api, "/pets"), (None, "/pets"))


if __name__ == "__main__":
    unittest.main()
