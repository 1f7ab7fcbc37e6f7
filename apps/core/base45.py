"""Base45 after RFC 9285: bytes as the 45 characters that a QR code packs tightest."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Encode two bytes as three characters, a last single byte as two."""
    letters = []
    for start in range(0, len(data) - 1, 2):
        number = data[start] << 8 | data[start + 1]
        letters.append(ALPHABET[number % 45] + ALPHABET[number // 45 % 45] + ALPHABET[number // 2025])
    if len(data) % 2:
        letters.append(ALPHABET[data[-1] % 45] + ALPHABET[data[-1] // 45])
    return "".join(letters)


def decode(text: str) -> bytes:
    """Decode; raises ValueError for anything that `encode` cannot have written."""
    try:
        digits = [VALUES[letter] for letter in text]
    except KeyError as error:
        raise ValueError("Not a base45 character.") from error
    data = bytearray()
    for start in range(0, len(digits) - 2, 3):
        number = digits[start] + digits[start + 1] * 45 + digits[start + 2] * 2025
        data += number.to_bytes(2, "big") if number < 65536 else _refuse()
    rest = len(digits) % 3
    if rest == 1:
        _refuse()
    if rest == 2:
        number = digits[-2] + digits[-1] * 45
        data += number.to_bytes(1, "big") if number < 256 else _refuse()
    return bytes(data)


def _refuse() -> bytes:
    raise ValueError("Not a base45 text.")
