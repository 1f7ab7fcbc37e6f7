"""The WSGI application as the supervised web server loads it, in each of its workers.

A worker whose master was killed would go on serving old code on the shared port.
"""

import signal

from waic.launch.lifeline import die_with_parent
from waic.wsgi import application

__all__ = ["application"]

die_with_parent(signal.SIGKILL)
