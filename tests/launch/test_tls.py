"""The self-made certificate of `make run HTTPS=1`."""

import ssl

import pytest

from waic.launch import tls


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tls, "FOLDER", tmp_path)
    monkeypatch.setattr(tls, "CERTIFICATE", tmp_path / "certificate.pem")
    monkeypatch.setattr(tls, "KEY", tmp_path / "key.pem")
    return tmp_path


def test_certificate_and_key_belong_together(folder):
    tls.ensure("192.168.1.20")
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.CERTIFICATE, tls.KEY)
    assert tls.KEY.stat().st_mode & 0o777 == 0o600


def test_it_is_kept_while_it_fits(folder):
    tls.ensure("192.168.1.20")
    first = tls.CERTIFICATE.read_bytes()
    tls.ensure("192.168.1.20")
    assert tls.CERTIFICATE.read_bytes() == first


def test_a_new_address_gets_a_new_one(folder):
    tls.ensure("192.168.1.20")
    assert tls.fits(tls.CERTIFICATE, "192.168.1.21") is False
    tls.ensure("192.168.1.21")
    assert tls.fits(tls.CERTIFICATE, "192.168.1.21") is True
