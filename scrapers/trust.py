"""Secure connections, host by host: a chain without its issuer is completed, old protocols only where a portal says so.

Many provincial hosts send their certificate without its issuer's. Browsers fetch that from the address the certificate
names (RFC 5280, 4.2.2.1), and so do we: the chain must still end at a root this machine trusts. `tls: legacy` in a
portal's YAML allows TLS 1.0 and old ciphers, `tls: unverified` takes a certificate that nobody vouches for. What a
connection was is told with each capture.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID
from OpenSSL import crypto
from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet._sslverify import IOpenSSLTrustRoot
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import TLSVersion, optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from scrapers.addresses import same_site
from scrapers.portal import Portal

_OLD_CIPHERS = "ALL:!aNULL:!eNULL:@SECLEVEL=0"
_LEVELS = 3  # issuers fetched for one host at most
_LEGACY_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT: servers that cannot renegotiate safely


class _OldCiphers:
    """Every cipher the library still has, for hosts that know no newer ones."""

    fullName = _OLD_CIPHERS  # noqa: N815  # Twisted joins these names into OpenSSL's list

    def selectCiphers(self, available: Any) -> tuple[Any, ...]:  # noqa: N802
        """Twisted asks for a selection; OpenSSL makes it."""
        return (self,)


@implementer(IOpenSSLTrustRoot)
class _Roots:
    """What this machine trusts, beside issuers that lead there but vouch for nothing themselves."""

    def __init__(self, issuers: Sequence[x509.Certificate], legacy: bool):
        self.issuers = issuers
        self.legacy = legacy

    def _addCACertsToContext(self, context: Any) -> None:  # noqa: N802  # Twisted's interface
        context.set_default_verify_paths()
        if self.legacy:
            context.set_options(_LEGACY_CONNECT)
        for issuer in self.issuers:
            context.get_cert_store().add_cert(crypto.X509.from_cryptography(issuer))


@implementer(IOpenSSLClientConnectionCreator)
class _Watched:
    """A maker of connections that remembers the last one, for what it turned out to be."""

    def __init__(self, creator: Any):
        self.creator = creator
        self.last: Any = None

    def clientConnectionForTLS(self, protocol: Any) -> Any:  # noqa: N802  # Twisted's interface
        """A connection as the creator makes it."""
        self.last = self.creator.clientConnectionForTLS(protocol)
        return self.last


@implementer(IPolicyForHTTPS)
class HostTrust:
    """How each host is connected to; one for the whole crawl."""

    def __init__(self, portals: Sequence[Portal], verify: bool):
        self.portals = [portal for portal in portals if portal.tls != "strict"]
        self.verify = verify
        self.issuers: defaultdict[str, list[x509.Certificate]] = defaultdict(list)
        self.sources: defaultdict[str, list[str]] = defaultdict(list)
        self._creators: dict[str, _Watched] = {}

    def kind(self, host: str) -> str:
        """`strict`, `legacy` or `unverified`: what the YAML of the portal on this site says."""
        url = f"https://{host}/"
        told = next(
            (p.tls for p in self.portals if same_site(url, (*p.lists, *([p.home] if p.home else ())))), "strict"
        )
        return told if self.verify else "unverified"

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802  # Twisted's interface
        """What makes a connection to a host."""
        host = hostname.decode("ascii")
        key = f"{host}:{port}"
        if key not in self._creators:
            self._creators[key] = _Watched(self._creator(host, port))
        return self._creators[key]

    def _creator(self, host: str, port: int) -> Any:
        kind = self.kind(host)
        if kind == "unverified":
            return _ScrapyClientContextFactory(
                tls_ciphers=_OLD_CIPHERS, tls_min_version=TLSVersion.TLSv1_0
            ).creatorForNetloc(host.encode("ascii"), port)
        legacy = kind == "legacy"
        options: Mapping[str, Any] = (
            {"acceptableCiphers": _OldCiphers(), "insecurelyLowerMinimumTo": TLSVersion.TLSv1_0} if legacy else {}
        )
        roots: Any = _Roots(self.issuers[host], legacy)
        return optionsForClientTLS(host, trustRoot=roots, extraCertificateOptions={"fixBrokenPeers": True, **options})

    def add(self, host: str, issuer: x509.Certificate, source: str) -> None:
        """Use an issuer's certificate to complete the chain of a host, from now on."""
        self.issuers[host].append(issuer)
        self.sources[host].append(source)
        self._creators = {key: made for key, made in self._creators.items() if key.rpartition(":")[0] != host}

    def told(self, url: str) -> str | None:
        """What the secure connection behind an answer was, in words; None where there was none."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            return None
        host = parts.hostname
        made = self._creators.get(f"{host}:{parts.port or 443}")
        version = made.last.get_protocol_version_name() if made and made.last else "TLS"
        vouched = "certificate not verified" if self.kind(host) == "unverified" else "certificate verified"
        fetched = [f"issuer fetched from {source}" for source in self.sources[host]]
        return ", ".join([version, vouched, *fetched])


class MissingIssuer:
    """Downloader middleware: a chain that cannot be verified is tried again with the issuer it lacks."""

    def __init__(self, crawler: Any):
        self.crawler = crawler
        self.trust: HostTrust = crawler.spider.trust

    @classmethod
    def from_crawler(cls, crawler: Any) -> MissingIssuer:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_exception(self, request: Any, exception: Exception) -> Any:
        """The request once more, when an issuer was found that may complete the chain."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        known = self.trust.issuers[host]
        if parts.scheme != "https" or "certificate verify failed" not in str(exception) or len(known) >= _LEVELS:
            return None
        lowest = known[-1] if known else await _leaf(host, parts.port or 443)
        for url in _issuer_urls(lowest) if lowest else ():
            issuer = await self._fetch(url)
            if issuer is not None and issuer not in known:
                self.trust.add(host, issuer, url)
                return request.replace(dont_filter=True)
        return None

    async def _fetch(self, url: str) -> x509.Certificate | None:
        meta = {"dont_obey_robotstxt": True, "download_timeout": 20}
        try:
            response = await self.crawler.engine.download_async(Request(url, meta=meta, dont_filter=True))
        except Exception:  # the first failure, that of the chain, is what is told
            return None
        for load in (x509.load_der_x509_certificate, x509.load_pem_x509_certificate):
            try:
                return load(response.body)
            except ValueError:
                continue
        return None


async def _leaf(host: str, port: int) -> x509.Certificate | None:
    """The certificate that a host shows, whoever vouches for it; from the address that was checked before."""
    from twisted.internet import reactor

    engine: Any = reactor
    address = host if ":" in host else await maybe_deferred_to_future(engine.resolve(host))
    try:
        return await asyncio.to_thread(_shake_hands, address, host, port)
    except (OSError, ValueError):
        return None


def _shake_hands(address: str, host: str, port: int) -> x509.Certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(_OLD_CIPHERS)
    context.minimum_version = ssl.TLSVersion.TLSv1
    with (
        socket.create_connection((address, port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")


def _issuer_urls(certificate: x509.Certificate) -> list[str]:
    """Where a certificate says its issuer's certificate is."""
    try:
        told: Any = certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    places = (
        one.access_location.value for one in told if one.access_method == AuthorityInformationAccessOID.CA_ISSUERS
    )
    return [str(place) for place in places if str(place).startswith("http")]
