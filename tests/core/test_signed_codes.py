"""Ticket codes: 126 characters, QR version 6 at M, nothing forged passes."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from apps.core import base45, signed_codes

SERIAL = bytes(range(16))


def test_a_code_has_126_characters_and_fits_qr_version_6_at_m():
    code = signed_codes.code_for(SERIAL, 1)
    assert len(code) == 126
    assert code.startswith("W1:")
    picture = segno.make_qr(code, error="m", boost_error=False)
    assert (picture.version, picture.error, picture.mode) == (6, "M", "alphanumeric")


@pytest.mark.parametrize("key", [1, 2])
def test_two_keys_are_valid_at_once(key):
    assert signed_codes.serial_of(signed_codes.code_for(SERIAL, key)) == SERIAL


def test_the_same_serial_gives_the_same_code():
    assert signed_codes.code_for(SERIAL, 1) == signed_codes.code_for(SERIAL, 1)


@pytest.mark.parametrize("position", range(3, 126, 7))
def test_one_changed_character_breaks_it(position):
    code = signed_codes.code_for(SERIAL, 1)
    letter = "0" if code[position] != "0" else "1"
    with pytest.raises(signed_codes.BadCode):
        signed_codes.serial_of(code[:position] + letter + code[position + 1 :])


def test_a_retired_key_signs_and_verifies_no_more(settings):
    code = signed_codes.code_for(SERIAL, 2)
    settings.TICKET_KEYS = "1:" + "11" * 32
    signed_codes.keys.cache_clear()
    try:
        with pytest.raises(signed_codes.BadCode):
            signed_codes.serial_of(code)
        with pytest.raises(signed_codes.BadCode):
            signed_codes.code_for(SERIAL, 2)
    finally:
        signed_codes.keys.cache_clear()


def test_without_configured_keys_they_are_made_once_and_kept_private(settings, tmp_path):
    settings.TICKET_KEYS = ""
    settings.TICKET_KEYS_FILE = tmp_path / "keys" / "ticket_keys.json"
    signed_codes.keys.cache_clear()
    try:
        first = signed_codes.code_for(SERIAL, 1)
        signed_codes.keys.cache_clear()
        assert signed_codes.code_for(SERIAL, 1) == first
        assert settings.TICKET_KEYS_FILE.stat().st_mode & 0o777 == 0o600
    finally:
        signed_codes.keys.cache_clear()


@given(st.binary(max_size=90))
def test_base45_round_trips(data):
    assert base45.decode(base45.encode(data)) == data


@given(st.text(max_size=130))
def test_no_text_makes_the_reader_fall_over(text):
    with pytest.raises(signed_codes.BadCode):
        signed_codes.serial_of(text)


def test_rfc_9285_examples():
    assert base45.encode(b"AB") == "BB8"
    assert base45.encode(b"Hello!!") == "%69 VD92EX0"
    assert base45.decode("QED8WEX0") == b"ietf!"
