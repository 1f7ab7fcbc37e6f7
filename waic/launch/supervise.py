"""`make run` and `make serve`: prepare, start everything, say where it is, stop in order.

The launcher stays in the foreground and owns the supervisor; the supervisor owns the
programs. Ctrl-C, a closed terminal or a killed launcher end all of them.
"""

import shutil
import signal
import subprocess
import sys
import time
from types import FrameType

from waic import env
from waic.launch import control, database, embedded, options, prepare, programs
from waic.launch.console import StepFailed, box, complain, say, step
from waic.launch.options import Options, lan_address
from waic.launch.places import VAR

HEALTHY_WITHIN = 60
STOP_WITHIN = 60


class Stopped(BaseException):
    """Somebody asked for the end."""


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "run"
    actions = {"run": launch, "serve": launch, "status": status, "stop": stop, "forget": forget}
    if verb not in actions:
        complain(f"Usage: python -m waic.launch {'|'.join(actions)}")
        return 2
    return actions[verb](verb)


def launch(mode: str) -> int:
    """Everything from the first step to the last."""
    chosen = options.from_environment(mode)
    with control.only_launcher() as alone:
        if not alone or control.supervised():
            return point_at_running()
        if not control.port_is_free(chosen.host, chosen.port):
            complain(f"Port {chosen.port} is taken by another program; try `make {mode} PORT={chosen.port + 1}`.")
            return 1
        return attend(chosen)


def point_at_running() -> int:
    """A second start finds the first."""
    say(f"It already runs, or is starting: {control.noted_address()}")
    say("Stop it with Ctrl-C in its terminal or with `make stop`.")
    return 0


def status(_verb: str) -> int:
    """Say what runs; 0 when all of it does."""
    if not control.supervised():
        say("It does not run.")
        return 3
    states = control.supervisor().getAllProcessInfo()
    say(f"It runs at {control.noted_address()}")
    for one in states:
        say(f"  {one['name']:<10}{one['statename'].lower():<10}{one['description']}")
    return 0 if all(one["statename"] == "RUNNING" for one in states) else 1


def stop(_verb: str) -> int:
    """Stop what `make run` started, or the database that manage.py started alone."""
    if control.supervised():
        control.supervisor().shutdown()
        deadline = time.monotonic() + STOP_WITHIN
        while control.supervised() and time.monotonic() < deadline:
            time.sleep(0.1)
        say("Stopped.")
    elif embedded.in_use() and embedded.stop():
        say("The embedded database is stopped.")
    else:
        say("Nothing was running.")
    return 0


def forget(verb: str) -> int:
    """Stop, and remove a cluster that lies outside of the project's folder."""
    stop(verb)
    home = embedded.cluster().home
    if home != VAR and home.exists():
        shutil.rmtree(home)
    return 0


def attend(chosen: Options) -> int:
    """Start, wait for the end, stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, ask_to_stop)
    prepare.environment(chosen)
    control.note(chosen)
    supervisor: subprocess.Popen[bytes] | None = None
    try:
        prepare.certificate(chosen)
        prepare.translations()
        if embedded.in_use():
            prepare.cluster()
        supervisor = control.start_supervisor(chosen)
        serve(chosen)
        if supervisor.wait() == 0:
            say("Stopped by `make stop`.")
            return 0
        complain("The supervisor ended; its log is var/log/supervisord.log.")
        return 1
    except Stopped:
        return 0
    finally:
        control.NOTE.unlink(missing_ok=True)
        if supervisor is not None:
            end(supervisor)


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """The first signal ends the launcher; later ones do not disturb the orderly end."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    raise Stopped


def serve(chosen: Options) -> None:
    """Prepare the database, start the programs, print the box."""
    with step("start the database" if embedded.in_use() else "reach the database"):
        database.wait()
    prepare.schema(chosen)
    prepare.demo(chosen)
    prepare.static_files(chosen)
    with step("start the site"):
        control.start_programs("web")
        wait_for_web(chosen)
    control.start_programs("worker", "beat", "relay")
    announce(chosen)


def wait_for_web(chosen: Options) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN
    while not control.healthy(chosen):
        if time.monotonic() > deadline:
            complain("The site does not answer at /healthz; its log is var/log/web.log.")
            raise StepFailed
        time.sleep(0.05)


def announce(chosen: Options) -> None:
    """Where it is, in which languages, who may log in, how it ends."""
    lines = [
        f"WAIC is running:  {chosen.address}",
        "",
        f"中文     {chosen.address}/zh-hans/",
        f"English  {chosen.address}/en/",
        f"Deutsch  {chosen.address}/de/",
    ]
    if table := prepare.logins(chosen):
        lines += ["", *table]
    if chosen.mode == "run" and env.raw("EMAIL_URL") is None:
        lines += ["", "Mail, login codes included, is written to var/mail/."]
    lines += ["", f"Logs in var/log/: {', '.join(one.name for one in programs.programs(chosen))}."]
    lines += ["Ctrl-C stops everything."]
    say(box(lines))
    if chosen.https:
        announce_to_phones(chosen)


def announce_to_phones(chosen: Options) -> None:
    """The address in the local network, as a QR code for a phone's camera."""
    import segno

    address = f"https://{lan_address()}:{chosen.port}"
    say(f"From a phone in the same network: {address}")
    say("The certificate is self-made: the phone warns once, and you accept it once.")
    segno.make(address).terminal(out=sys.stdout, compact=True)
    sys.stdout.flush()


def end(supervisor: subprocess.Popen[bytes]) -> None:
    """Web, relay, beat, worker, database: in this order, each waited for."""
    if supervisor.poll() is not None:
        return
    say()
    with step("stop everything"):
        supervisor.terminate()
        try:
            supervisor.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
