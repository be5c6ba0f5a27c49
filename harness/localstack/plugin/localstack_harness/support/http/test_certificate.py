import ssl
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from cryptography import x509
from localstack import config
from localstack.utils import ssl as localstack_ssl

from localstack_harness.support.http import certificate

certificate.install()


class CertificateTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bundle = Path(folder.name, "cache", "server.pem")
        path = mock.patch.object(config, "CUSTOM_SSL_CERT_PATH", str(self.bundle))
        path.start()
        self.addCleanup(path.stop)

    def names(self, file: str | Path) -> list[str]:
        loaded = x509.load_pem_x509_certificate(Path(file).read_bytes())
        extension = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return extension.value.get_values_for_type(x509.DNSName)

    def test_is_for_every_name_that_localstack_serves(self) -> None:
        _, file, _ = localstack_ssl.create_ssl_cert(serial_number=4566)
        self.assertEqual(file, str(certificate.certificate_file()))
        names = self.names(file)
        for name in (
            "localhost",
            "*.execute-api.localhost",
            "*.execute-api.us-east-1.localhost",
            "*.s3.eu-central-1.localhost",
            "s3.us-east-1.localhost",
            "*.localhost.localstack.cloud",
            "cognito-idp.eu-west-1.amazonaws.com",
            "*.auth.eu-west-1.amazoncognito.com",
        ):
            self.assertIn(name, names)
        self.assertLess(Path(file).stat().st_size, 12_000)

    def test_serves_tls_and_keeps_its_key_to_its_owner(self) -> None:
        bundle, file, key = localstack_ssl.create_ssl_cert(serial_number=4566)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key)
        self.assertEqual(stat.S_IMODE(Path(bundle).stat().st_mode), 0o600)

    def test_leaves_one_that_is_there(self) -> None:
        certificate.write(self.bundle)
        given = self.bundle.read_bytes()
        localstack_ssl.create_ssl_cert(serial_number=4566)
        self.assertEqual(self.bundle.read_bytes(), given)


if __name__ == "__main__":
    unittest.main()
