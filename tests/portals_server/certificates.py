"""Certificates for sites whose connection is in trouble: a root of our own, an issuer below it, a leaf per host."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import warnings
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

ROOT = "root.pem"  # what a client has to trust (SSL_CERT_FILE)
_NOW = datetime.datetime.now(datetime.UTC)


@cache
def _authority() -> tuple[x509.Certificate, x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The root's certificate, and the issuer's with its key."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("Trial root"), _name("Trial issuer")
    root = _begin(root_name, root_name, root_key.public_key(), authority=True).sign(root_key, hashes.SHA256())
    issuer = _begin(name, root_name, key.public_key(), authority=True).sign(root_key, hashes.SHA256())
    return root, issuer, key


def issuer_der() -> bytes:
    """The issuer's certificate as the address in each leaf gives it."""
    return _authority()[1].public_bytes(serialization.Encoding.DER)


def context_for(kind: str, host: str, folder: Path, issuer_url: str) -> ssl.SSLContext:
    """How a site secures its connection.

    `chain` lacks the issuer, `private` too and names a private address for it, `legacy` speaks TLS 1.0 only, `unknown`
    is vouched for by nobody; anything else is as it should be.
    """
    root, issuer, issuer_key = _authority()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ROOT).write_bytes(_pem(root))
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _begin(_name(host), _name("Nobody") if kind == "unknown" else issuer.subject, key.public_key())
    address = x509.IPAddress(ipaddress.ip_address(host))
    leaf = leaf.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    place = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_url))
    leaf = leaf.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    signed = leaf.sign(key if kind == "unknown" else issuer_key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{host}.pem"
    path.write_bytes(secret + _pem(signed) + (b"" if kind in ("chain", "private", "unknown") else _pem(issuer)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "legacy":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # that is what is tried
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(path)
    return context


def _begin(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, authority: bool = False
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder(issuer, name, key, x509.random_serial_number())
    made = made.not_valid_before(_NOW - datetime.timedelta(1)).not_valid_after(_NOW + datetime.timedelta(30))
    return made.add_extension(x509.BasicConstraints(authority, None), critical=True)


def _name(told: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, told)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
