"""Signed codes: version, key id, 16 random bytes and an Ed25519 signature, as base45.

`W1:` + base45 of 82 bytes is 126 characters, a QR code of version 6 at error level M. The
code holds no personal data and no right; rights stay on the server and in the manifest.
Private keys come from TICKET_KEYS (`id:hex seed, …`; the first one signs, all verify) or from
a file made under `var/`, never from the database.
"""

import base64
import contextlib
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.core import base45

PREFIX = "W1:"
VERSION = 1
CONTEXT = b"WAIC ticket v1\x00"
SERIAL_LENGTH = 16
CODE_LENGTH = 126


class BadCode(ValueError):
    """The text is no code of ours: wrong form, unknown key, or a broken signature."""


class Key(NamedTuple):
    """One signing key."""

    id: int
    private: Ed25519PrivateKey
    public: Ed25519PublicKey

    @property
    def public_text(self) -> str:
        """Return the public half as unpadded base64url."""
        return base64.urlsafe_b64encode(self.public.public_bytes_raw()).decode().rstrip("=")


@lru_cache(maxsize=1)
def keys() -> dict[int, Key]:
    """Return the valid keys by id, the signing one first."""
    found = {}
    for part in _configured().split(","):
        number, _, seed = part.strip().partition(":")
        try:
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
            found[int(number)] = Key(int(number), private, private.public_key())
        except ValueError as error:
            raise ImproperlyConfigured("TICKET_KEYS is not `id:64 hex digits, …`.") from error
    if not 1 <= len(found) <= 2 or not all(0 <= number <= 255 for number in found):
        raise ImproperlyConfigured("TICKET_KEYS needs one or two keys with ids from 0 to 255.")
    return found


def new_serial() -> bytes:
    """Return 128 random bits."""
    return secrets.token_bytes(SERIAL_LENGTH)


def signing_key_id() -> int:
    """Return the id of the key that signs new codes."""
    return next(iter(keys()))


def code_for(serial: bytes, key_id: int) -> str:
    """Write the code of a serial. Ed25519 is deterministic, so it is the same each time."""
    key = keys().get(key_id)
    if key is None:
        raise BadCode("The key of this code is no longer valid.")
    payload = bytes((VERSION, key_id)) + serial
    return PREFIX + base45.encode(payload + key.private.sign(CONTEXT + payload))


def serial_of(code: str) -> bytes:
    """Verify a code and return its serial; raises BadCode."""
    text = code.strip() if isinstance(code, str) else ""
    if len(text) != CODE_LENGTH or not text.startswith(PREFIX):
        raise BadCode("Not a ticket code.")
    try:
        data = base45.decode(text[len(PREFIX) :])
    except ValueError as error:
        raise BadCode("Not a ticket code.") from error
    key = keys().get(data[1]) if len(data) == 82 and data[0] == VERSION else None
    if key is None:
        raise BadCode("Signed with a key that is not valid here.")
    try:
        key.public.verify(data[18:], CONTEXT + data[:18])
    except InvalidSignature as error:
        raise BadCode("The signature does not fit.") from error
    return data[2:18]


def _configured() -> str:
    if settings.TICKET_KEYS:
        return settings.TICKET_KEYS
    file = Path(settings.TICKET_KEYS_FILE)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"1": secrets.token_hex(32)}))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return ",".join(f"{number}:{seed}" for number, seed in json.loads(file.read_text()).items())
