"""JSON without surprises."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """Keeps the raw body for idempotency and refuses NUL and lone surrogates, which no text field can store."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Parse the body; raises ParseError."""
        request = (parser_context or {}).get("request")
        raw = request._request.body if request is not None else stream.read()
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ParseError("The body is not valid JSON.") from error
        if b"\\u0000" in raw or b"\x00" in raw:
            raise ParseError("The body contains a NUL character.")
        return data


def _refuse(name: str) -> None:
    raise ValueError(name)
