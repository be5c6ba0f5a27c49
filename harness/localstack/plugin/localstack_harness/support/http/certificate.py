"""
A certificate for the names under which LocalStack serves HTTPS, in place of LocalStack's own, which is for
"localhost" alone: RestApi.url is `https://<id>.execute-api.<region>.localhost:<port>/`.
"""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from botocore.loaders import Loader
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from localstack.utils import ssl

from localstack_harness.support.patching import Original, patch

_DOMAINS = ("localhost", "localhost.localstack.cloud")
_SERVICES = ("execute-api", "s3")
"""Those whose addresses CDK always writes with https."""
_AWS_NAMES = ("cognito-idp{}.amazonaws.com", "*.auth{}.amazoncognito.com")
"""Where functions look for the keys of tokens: only they send requests for these names to LocalStack."""
_VALID_DAYS = 825


def install() -> None:
    @patch(ssl.create_ssl_cert)
    def create_ssl_cert(original: Original, serial_number: int | None = None) -> tuple[str, str, str]:
        bundle = Path(ssl.get_cert_pem_file_path())
        if not bundle.exists():
            write(bundle)
        created: tuple[str, str, str] = original(serial_number)
        return created


def certificate_file() -> Path:
    """The certificate without its key, for programs that trust it."""
    return Path(f"{ssl.get_cert_pem_file_path()}.crt")


def write(bundle: Path) -> None:
    """Writes key and certificate into one file that only its owner may read."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    bundle.parent.mkdir(parents=True, exist_ok=True)
    bundle.touch(mode=0o600)
    bundle.write_bytes(pem + _certificate(key).public_bytes(serialization.Encoding.PEM))


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=_VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(_alternative_names()), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _alternative_names() -> list[x509.GeneralName]:
    return [
        *(x509.DNSName(name) for name in served_names()),
        *(x509.IPAddress(ipaddress.ip_address(address)) for address in ("127.0.0.1", "::1")),
    ]


def served_names() -> list[str]:
    """
    A wildcard is one label only: each service and region needs its own. Only a few services all the same:
    with a certificate beyond 16 kB LocalStack never ends the handshake.
    """
    partition = Loader().load_data("partitions")["partitions"][0]
    regions = ["", *(f".{region}" for region in partition["regions"])]
    hosts = [f"{service}{region}.localhost" for service in _SERVICES for region in regions]
    of_aws = [name.format(region) for name in _AWS_NAMES for region in regions if region]
    return [
        *of_aws,
        *_DOMAINS,
        *(f"*.{domain}" for domain in _DOMAINS),
        *hosts,
        *(f"*.{host}" for host in hosts),
    ]
