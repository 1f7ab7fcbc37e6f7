"""What has to be there before the site can be served; each step only when it is due."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from waic import env
from waic.launch import database, embedded, messages, tls
from waic.launch.console import follow, say, step
from waic.launch.options import Options, lan_address
from waic.launch.places import LOGS, ROOT, VAR

SECRET = VAR / "secret_key"
LOGINS = VAR / "demo_logins.txt"
LOG = LOGS / "setup.log"


def manage(*arguments: str) -> None:
    """Run a management command as a step; what it prints goes to the log."""
    follow([sys.executable, str(ROOT / "manage.py"), *arguments], LOG)


def ask(*arguments: str) -> list[str]:
    """What a management command answers, in lines, without what it logs."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    with LOG.open("a") as log:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True)
    if done.returncode:
        return [f"manage.py {' '.join(arguments)} failed; see {LOG}."]
    return done.stdout.rstrip().splitlines()


def digest(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def files(*patterns: str) -> list[Path]:
    """Files of the project by pattern, without what Python compiled."""
    found = (path for pattern in patterns for path in ROOT.glob(pattern))
    return [path for path in found if path.is_file() and path.suffix != ".pyc"]


def migrations() -> str:
    """Changes when a migration of ours or the version of a library does."""
    return digest([*files("apps/*/migrations/**/*"), ROOT / "requirements.txt"])


def demo_version() -> str:
    """Changes when the demo's code or its facts do."""
    return digest(files("apps/*/demo*.py", "apps/*/demo/**/*", "apps/*/facts/**/*"))


def environment(options: Options) -> None:
    """What the programs of the house inherit; a variable that is set stays as it is."""
    os.environ[embedded.SUPERVISED] = "1"
    default("DJANGO_SETTINGS_MODULE", options.settings)
    if options.mode == "serve" and not env.raw("ALLOWED_HOSTS"):
        try_out()
    address = lan_address() if options.https else "127.0.0.1"
    default("SITE_ADDRESS", f"{options.address.split(':')[0]}://{address}:{options.port}")


def default(name: str, value: str) -> None:
    if env.raw(name) is None:
        os.environ[name] = value


def try_out() -> None:
    """Production settings without a host name: for browsers on this machine only."""
    say("    ALLOWED_HOSTS is not set: this machine only, over plain http.")
    default("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    default("HTTPS_ONLY", "0")
    if env.raw("SECRET_KEY") is None:
        if not SECRET.exists():
            SECRET.touch(mode=0o600)
            SECRET.write_text(secrets.token_urlsafe(50))
        os.environ["SECRET_KEY"] = SECRET.read_text().strip()


def cluster() -> None:
    """The embedded PostgreSQL's data folder."""
    for sentence in embedded.explain():
        say(f"    {sentence}")
    if not embedded.cluster().exists():
        with step("make the database cluster"):
            embedded.ensure_cluster()


def certificate(options: Options) -> None:
    if options.https:
        tls.ensure(lan_address())


def translations() -> None:
    if messages.stale():
        with step("compile the translations"):
            messages.compile_all()


def schema(options: Options) -> None:
    """The tables; in production always asked, in the demo only when a migration changed."""
    wanted = migrations()
    if options.mode == "run" and database.done().get("migrations") == wanted:
        return
    with step("prepare the tables"):
        follow([sys.executable, "-m", "waic.launch.migrate"], LOG)
    database.remember(migrations=wanted)


def demo(options: Options) -> None:
    """The demo data, unless this database has them from the same code."""
    if options.demo is None:
        return
    wanted = f"{options.demo} {demo_version()}"
    if database.done().get("demo") == wanted:
        return
    with step(f"load the demo data, profile {options.demo}"):
        manage("demo", "--profile", options.demo)
        keep_logins()
    database.remember(demo=wanted)


def keep_logins() -> None:
    """Ask for the table of logins once: asking costs a start of Django each time."""
    table = "\n".join(ask("demo", "--logins"))
    LOGINS.unlink(missing_ok=True)
    LOGINS.touch(mode=0o600)
    LOGINS.write_text(table, encoding="utf-8")


def logins(options: Options) -> list[str]:
    """The table of demo logins, as the demo command prints it."""
    if options.demo is None:
        return []
    if not LOGINS.exists():
        keep_logins()
    return LOGINS.read_text(encoding="utf-8").splitlines()


def static_files(options: Options) -> None:
    if options.mode == "serve":
        with step("collect the static files"):
            manage("collectstatic", "--no-input", "--verbosity", "0")
