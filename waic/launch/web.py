"""The WSGI application as the supervised web server loads it, in each of its workers."""

import gc
import signal

from waic.launch.lifeline import die_with_parent

# A worker whose master was killed would go on serving old code on the shared port.
die_with_parent(signal.SIGKILL)

# What is imported stays for ever: looking through it for garbage only delays the start.
gc.disable()
from waic.wsgi import application  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["application"]
