"""What the person who starts the house may choose by environment variables."""

import os
import socket
from dataclasses import dataclass

from waic import env

PROFILES = ("real", "small")


@dataclass(frozen=True)
class Options:
    """How this start is meant."""

    mode: str
    host: str
    port: int
    https: bool
    demo: str | None
    processes: int

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        scheme = "https" if self.https else "http"
        name = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"{scheme}://{name}:{self.port}"

    @property
    def settings(self) -> str:
        return "waic.settings.demo" if self.mode == "run" else "waic.settings.production"


def from_environment(mode: str) -> Options:
    """Read and check the variables of `make run` or `make serve`."""
    https = env.env_bool("HTTPS", False)
    demo = env.env_str("DEMO", "real" if mode == "run" else None, choices=PROFILES)
    host = env.env_str("HOST", "0.0.0.0" if https else "127.0.0.1")
    assert host is not None
    return Options(
        mode=mode,
        host=host,
        port=env.env_int("PORT", 8000, minimum=1, maximum=65535),
        https=https,
        demo=demo,
        processes=1 if mode == "run" else cores(),
    )


def cores() -> int:
    """Processor cores that this process may use; a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def lan_address() -> str:
    """This machine's address on the local network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
