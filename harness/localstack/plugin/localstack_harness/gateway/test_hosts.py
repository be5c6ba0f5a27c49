import unittest

from localstack_harness.gateway.hosts import HostKind, Hosts, hosts_of

_SERVICES = ("sts", "monitoring", "states", "s3", "email", "lambda", "api.ecr")


def hosts(names: tuple[str, ...] = (), in_container: bool = False, listens_on: str = "127.0.0.1") -> Hosts:
    return hosts_of(("localhost.localstack.cloud", *names), _SERVICES, in_container, [listens_on])


class KindTest(unittest.TestCase):
    def test_the_names_of_this_machine_are_the_apis(self) -> None:
        for name in (
            "localhost",
            "127.0.0.1",
            "[::1]",
            "127.0.0.2",
            "LOCALHOST",
            "localhost.",
            "[::ffff:127.0.0.1]",
        ):
            for host in (name, f"{name}:4566"):
                self.assertIs(hosts().kind(host), HostKind.API, host)

    def test_the_forms_in_which_aws_names_what_it_serves(self) -> None:
        for form, kind in (
            ("s3", HostKind.S3),
            ("a.bucket.s3", HostKind.S3),
            ("bucket.s3.eu-central-1", HostKind.S3),
            ("bucket.s3-website", HostKind.WEBSITE),
            ("bucket.s3-website.us-east-1", HostKind.WEBSITE),
            ("bucket.s3-website-us-east-1", HostKind.WEBSITE),
            ("abc123.execute-api", HostKind.EXECUTE_API),
            ("abc123.execute-api.us-east-1", HostKind.EXECUTE_API),
            ("abc123.lambda-url.us-gov-west-1", HostKind.FUNCTION_URL),
            ("my-chosen-id-live.lambda-url.us-east-1", HostKind.FUNCTION_URL),
            ("d111.cloudfront", HostKind.CLOUDFRONT),
            ("us-east-1.queue", HostKind.API),
            ("queue", HostKind.API),
            ("sts", HostKind.API),
            ("sts.eu-west-1", HostKind.API),
            ("monitoring.ap-southeast-2", HostKind.API),
            ("sync-states.us-east-1", HostKind.API),
            ("api.ecr.us-east-1", HostKind.API),
            ("000000000000.s3-control.us-east-1", HostKind.API),
            ("domain.us-east-1.opensearch", HostKind.API),
        ):
            for base in ("localhost", "localhost.localstack.cloud"):
                self.assertIs(hosts().kind(f"{form}.{base}:4566"), kind, f"{form}.{base}")

    def test_the_names_of_user_pools_on_aws(self) -> None:
        for name in ("cognito-idp.us-east-1.amazonaws.com", "pets.auth.eu-west-1.amazoncognito.com"):
            self.assertIs(hosts().kind(name), HostKind.API, name)
        for name in (
            "cognito-idp.amazonaws.com",
            "x.cognito-idp.us-east-1.amazonaws.com",
            "sts.amazonaws.com",
        ):
            self.assertIsNone(hosts().kind(name), name)

    def test_the_sdk_puts_a_prefix_before_the_name_itself(self) -> None:
        self.assertIs(hosts().kind("sync-localhost:4566"), HostKind.API)
        self.assertIs(hosts().kind("streaming-localhost.localstack.cloud"), HostKind.API)
        self.assertIs(hosts().kind("sync-127.0.0.1:4566"), HostKind.API)
        self.assertIsNone(hosts().kind("evil-127.0.0.1"))

    def test_any_other_name_may_have_been_pointed_here_by_a_stranger(self) -> None:
        for host in (
            "evil.example",
            "evil.example:4566",
            "localhost.evil.example",
            "evil-localhost",
            "evillocalhost",
            "evil.localhost",
            "s3.evil.example",
            "abc.execute-api.evil.example",
            "bucket.s3-website.evil.example",
            "localstack",
            "10.0.0.1",
            "0.0.0.0:4566",
            "[::]",
            "localhost:4566, evil.example",
            "localhost@evil.example",
            "s3.amazonaws.com",
            "",
        ):
            self.assertIsNone(hosts().kind(host), host)

    def test_names_that_were_given_to_it(self) -> None:
        given = hosts(names=("aws.test",))
        self.assertIs(given.kind("AWS.test:4566"), HostKind.API)
        self.assertIs(given.kind("bucket.s3.aws.test"), HostKind.S3)
        self.assertIsNone(given.kind("evil.aws.test"))

    def test_in_a_container_the_names_and_addresses_that_docker_gives(self) -> None:
        container = hosts(in_container=True, listens_on="::")
        for host in (
            "localstack:4566",
            "172.17.0.2:4566",
            "host.docker.internal",
            "sts.us-east-1.amazonaws.com",
        ):
            self.assertIs(container.kind(host), HostKind.API, host)
        self.assertIs(container.kind("bucket.s3.us-east-1.amazonaws.com"), HostKind.S3)
        for host in ("evil.example", "0.0.0.0:4566", "evil.amazonaws.com"):
            self.assertIsNone(container.kind(host), host)


if __name__ == "__main__":
    unittest.main()
