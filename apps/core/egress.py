"""The one client for calls to addresses that people gave us.

Resolves the name once, refuses private and local ranges, connects to the address it checked,
follows no redirect, and reads no more than it needs.
"""

import http.client
import ipaddress
import socket
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 5.0  # seconds for each of connect and answer
ANSWER_LIMIT = 2048  # bytes of the answer that are read and thrown away
PORTS = {"http": 80, "https": 443}


class Refused(Exception):
    """The address may not be called."""


class Target(NamedTuple):
    """A checked destination."""

    scheme: str
    host: str
    address: str
    port: int
    path: str


def check(url: str) -> Target:
    """Resolve and check an address; raises Refused with the reason."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused("The address cannot be read.") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Refused("Only plain http and https addresses are called.")
    loopback = settings.EGRESS_ALLOW_LOOPBACK
    if not loopback and port not in (80, 443, 8443):
        raise Refused("Only the ports 80, 443 and 8443 are called.")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused("The name of the server is not known.") from error
    addresses = [entry[4][0] for entry in found]
    if not all(_is_public(address, loopback) for address in addresses):
        raise Refused("The address leads into a private network.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, addresses[0], port, path)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a POST and return the status. Raises Refused, OSError or http.client errors."""
    target = check(url)
    connection = _Pinned(target)
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        response = connection.getresponse()
        response.read(ANSWER_LIMIT)
        return response.status
    finally:
        connection.close()


def _is_public(address: str, loopback: bool) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    for inner in (getattr(ip, "ipv4_mapped", None), getattr(ip, "sixtofour", None)):
        ip = inner or ip
    if loopback and ip.is_loopback:
        return True
    nat64 = ip.version == 6 and ip in ipaddress.ip_network("64:ff9b::/96")
    teredo = ip.version == 6 and ip.teredo is not None
    return ip.is_global and not ip.is_multicast and not nat64 and not teredo


class _Pinned(http.client.HTTPConnection):
    """Connects to the checked address while naming the host."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self.target = target

    def connect(self) -> None:
        """Open the socket to the address that was checked."""
        self.sock = socket.create_connection((self.target.address, self.target.port), TIMEOUT)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)
