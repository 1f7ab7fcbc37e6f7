"""A mail server that keeps what it accepted."""

import logging
import re
import threading
from collections import Counter
from typing import Any

from aiosmtpd.controller import Controller

from tests.bench.web import HOST, free_port

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells every word of every letter


class Sink:
    """Counts each Message-ID and remembers to whom it went."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.times: Counter[str] = Counter()
        self.recipients: dict[str, set[str]] = {}
        self.port = free_port()
        self.controller = Controller(self, hostname=HOST, port=self.port)
        self.controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Accept a letter."""
        head, _, _ = envelope.content.partition(b"\r\n\r\n")
        message_id = MESSAGE_ID.search(head)[1].decode()
        with self.lock:
            self.times[message_id] += 1
            self.recipients.setdefault(message_id, set()).update(envelope.rcpt_tos)
        return "250 kept"

    def kept(self) -> int:
        """How many different letters are there."""
        with self.lock:
            return len(self.times)

    def close(self) -> None:
        """Stop listening."""
        self.controller.stop()
