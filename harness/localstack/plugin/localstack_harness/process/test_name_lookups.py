import unittest
from unittest import mock

from localstack import config
from localstack.config import HostAndPort
from localstack.utils.aws import aws_stack

from localstack_harness.process import name_lookups


class NameLookupsTest(unittest.TestCase):
    def hostname(self, host: str) -> tuple[str, bool]:
        """The host of S3 clients, and whether it was looked up."""
        with (
            mock.patch.object(config, "LOCALSTACK_HOST", HostAndPort(host, 4566)),
            mock.patch.object(aws_stack, "CACHE_S3_HOSTNAME_DNS_STATUS", None),
            mock.patch.object(aws_stack.socket, "gethostbyname", return_value="192.0.2.1") as lookup,
        ):
            name_lookups.skip_s3_dns_check()
            return aws_stack.get_s3_hostname(), lookup.called

    def test_needs_no_name_server_for_localhost(self) -> None:
        self.assertEqual(self.hostname("localhost"), ("localhost", False))

    def test_still_looks_up_the_name_in_a_container(self) -> None:
        name, asked = self.hostname("localhost.localstack.cloud")
        self.assertTrue(asked)
        self.assertEqual(name, aws_stack.S3_VIRTUAL_HOSTNAME)


if __name__ == "__main__":
    unittest.main()
