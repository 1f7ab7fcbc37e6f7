"""The configuration of the supervisor: which programs run, and in which order they end.

Supervisor ends the highest priority first and waits for it: web, relay, beat, worker,
and the database when nobody needs it any more. `startsecs=0` makes every end of a
program an ordinary one that is answered by a new start within a second, without the
growing pauses that supervisor makes otherwise.
"""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from waic import env
from waic.launch import embedded, tls
from waic.launch.options import Options
from waic.launch.places import LOGS, ROOT, RUN, VAR, socket_folder

CONFIGURATION = VAR / "supervisor.conf"
WAITS_FOR_NOTHING = "postgres"


@dataclass(frozen=True)
class Program:
    """One line of the house's staff."""

    name: str
    command: Sequence[str]
    priority: int
    patience: int


def control_socket() -> Path:
    """Where the supervisor listens to the launcher."""
    return socket_folder(RUN, "supervisor.sock") / "supervisor.sock"


def module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def held(*command: str) -> list[str]:
    """A command that ends when the supervisor is killed."""
    return module("waic.launch.lifeline", *command)


def programs(options: Options) -> list[Program]:
    """Everything that runs, in the order of starting."""
    celery = module("celery", "--app", "waic.celery:app")
    manage = [sys.executable, str(ROOT / "manage.py")]
    staff = [
        Program("worker", held(*celery, *worker(options)), 20, 20),
        Program("beat", held(*celery, *beat()), 30, 5),
        Program("relay", held(*manage, "relay"), 40, 10),
        Program("web", held(*web(options)), 50, 15),
    ]
    if embedded.in_use():
        staff.insert(0, Program("postgres", module("waic.launch.postgres"), 10, 25))
    return staff


def worker(options: Options) -> list[str]:
    """Threads on a laptop: one process instead of three; processes on a server."""
    common = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if options.mode == "run" or env.redis_url() is None:
        return [*common, "--pool", "threads", "--concurrency", "2"]
    return [*common, "--pool", "prefork", "--concurrency", str(options.processes)]


def beat() -> list[str]:
    return ["beat", "--loglevel", "INFO", "--schedule", str(RUN / "beat"), "--pidfile="]


def web(options: Options) -> list[str]:
    command = [
        *module("granian", "--interface", "wsgi"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(options.processes), "--respawn-failed-workers"),
        *("--blocking-threads", "8", "--backpressure", "64"),
        *("--workers-kill-timeout", "10", "--respawn-interval", "0.2", "--no-ws"),
    ]
    if options.https:
        command += ["--ssl-certificate", str(tls.CERTIFICATE), "--ssl-keyfile", str(tls.KEY)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return [*command, "waic.launch.web:application"]


def quoted(command: Sequence[str]) -> str:
    """A command line for supervisor, which expands percent signs."""
    return shlex.join(command).replace("%", "%%")


def section(program: Program) -> str:
    automatic = "true" if program.name == WAITS_FOR_NOTHING else "false"
    log = str(LOGS / f"{program.name}.log").replace("%", "%%")
    if program.name == "postgres":
        log = str(LOGS / "postgres-watch.log").replace("%", "%%")
    return "\n".join(
        [
            f"[program:{program.name}]",
            f"command={quoted(program.command)}",
            f"directory={str(ROOT).replace('%', '%%')}",
            f"priority={program.priority}",
            f"autostart={automatic}",
            "autorestart=true",
            "startsecs=0",
            "startretries=1000000",
            f"stopwaitsecs={program.patience}",
            "killasgroup=true",
            "redirect_stderr=true",
            f"stdout_logfile={log}",
            "stdout_logfile_maxbytes=5MB",
            "stdout_logfile_backups=1",
            "",
        ]
    )


def configuration(options: Options) -> str:
    """The whole file."""
    escaped = {
        "socket": str(control_socket()).replace("%", "%%"),
        "log": str(LOGS / "supervisord.log").replace("%", "%%"),
        "pid": str(RUN / "supervisord.pid").replace("%", "%%"),
    }
    head = "\n".join(
        [
            "; Written at every start; changes are lost.",
            "[unix_http_server]",
            f"file={escaped['socket']}",
            "chmod=0700",
            "",
            "[supervisord]",
            f"logfile={escaped['log']}",
            "logfile_maxbytes=5MB",
            "logfile_backups=1",
            f"pidfile={escaped['pid']}",
            "nodaemon=true",
            "silent=true",
            "",
            "[rpcinterface:supervisor]",
            "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface",
            "",
        ]
    )
    return "\n".join([head, *(section(program) for program in programs(options))])
