"""Calls to given addresses never reach a private network."""

import socket

import pytest

from apps.core import egress

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001:0:53aa:64c:0:0:80ff:fffe", "ff02::1",
]  # fmt: skip
REFUSED = [
    "ftp://example.org/", "file:///etc/passwd", "http://user@example.org/", "http://user:pw@example.org/", "http:///x",
    "http://example.org:22/", "http://example.org:5432/", "http://example.org:6379/", "gopher://example.org", "//example.org",
    "http://[::1", "http://example.org:99999/",
]  # fmt: skip


@pytest.fixture
def resolves(monkeypatch, settings):
    """Let every name resolve to the addresses a test gives; nothing leaves this machine."""
    settings.EGRESS_ALLOW_LOOPBACK = False

    def to(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *args, **kwargs: found)

    return to


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(resolves, address):
    resolves(address)
    with pytest.raises(egress.Refused):
        egress.check("https://innocent.example/")


def test_one_private_address_among_public_ones_is_enough(resolves):
    resolves("93.184.216.34", "10.0.0.1")
    with pytest.raises(egress.Refused):
        egress.check("https://innocent.example/")


@pytest.mark.parametrize("url", REFUSED)
def test_other_schemes_ports_and_logins_are_refused(resolves, url):
    resolves("93.184.216.34")
    with pytest.raises(egress.Refused):
        egress.check(url)


def test_a_public_address_is_pinned(resolves):
    resolves("93.184.216.34")
    target = egress.check("https://example.org/hook?a=1")
    assert target == egress.Target("https", "example.org", "93.184.216.34", 443, "/hook?a=1")
