"""A self-made certificate for `make run HTTPS=1`: cameras need a secure context.

Phones warn about it once; it is for trying things out in one's own network only.
"""

import datetime
import ipaddress
import socket
from pathlib import Path

from waic.launch.places import VAR

FOLDER = VAR / "tls"
CERTIFICATE = FOLDER / "certificate.pem"
KEY = FOLDER / "key.pem"
DAYS = 397  # browsers refuse longer ones
RENEW_BEFORE = datetime.timedelta(days=7)


def ensure(address: str) -> None:
    """Make a certificate for this machine unless a fitting one is there."""
    if not fits(CERTIFICATE, address):
        FOLDER.mkdir(parents=True, exist_ok=True)
        certificate, key = make(address)
        KEY.unlink(missing_ok=True)
        KEY.touch(mode=0o600)
        KEY.write_bytes(key)
        CERTIFICATE.write_bytes(certificate)


def fits(path: Path, address: str) -> bool:
    """Whether the certificate names the address and is good for a while."""
    from cryptography import x509

    if not path.exists() or not KEY.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    now = datetime.datetime.now(datetime.UTC)
    return (
        ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
        and certificate.not_valid_after_utc - now > RENEW_BEFORE
    )


def make(address: str) -> tuple[bytes, bytes]:
    """Certificate and key, both PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WAIC demo")])
    addresses = {ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1")}
    names: list[x509.GeneralName] = [x509.IPAddress(one) for one in sorted(addresses, key=str)]
    names += [x509.DNSName("localhost"), x509.DNSName(socket.gethostname())]
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
