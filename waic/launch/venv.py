"""Fill `.venv` from a locked requirements file, with hashes; does nothing when it is full.

Runs as a script by the Python inside `.venv`, before anything is installed there, so it
uses the standard library only: `.venv/bin/python waic/launch/venv.py requirements.txt`.
uv installs in seconds what takes pip most of a minute. It is fetched by pip, with the
hashes of requirements-dev.txt; where it cannot be had or fails, pip does the work.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFIX = Path(sys.prefix)
STAMP = PREFIX / "waic-installed.json"
DEV = ROOT / "requirements-dev.txt"


def digest(path: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return hashlib.sha256(version.encode() + path.read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """File names and the hashes that they had when they were installed."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def pip(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]


def pip_configuration() -> dict[str, str]:
    """pip's own settings, from its files and from the environment."""
    done = subprocess.run(pip("config", "list"), capture_output=True, text=True)
    found = re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", done.stdout, re.M)
    return dict(found)


def uv_environment() -> dict[str, str]:
    """uv knows nothing of pip's mirrors and certificates, so it is told."""
    told = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX"}
    told |= {"find-links": "UV_FIND_LINKS", "cert": "SSL_CERT_FILE"}
    known = pip_configuration()
    environment = {**os.environ, "VIRTUAL_ENV": str(PREFIX), "UV_NO_PROGRESS": "1"}
    for theirs, ours in told.items():
        if theirs in known:
            environment.setdefault(ours, known[theirs].replace("\\n", " "))
    # pip takes the best of all indexes; with hashes that is as safe in uv.
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return environment


def locked_uv() -> str | None:
    """uv's lines in requirements-dev.txt: version and hashes."""
    found = re.search(r"^uv==.*(?:\n[ ]+--hash=.*)+", DEV.read_text(), re.M)
    return found.group(0) if found else None


def fetch_uv() -> str | None:
    """The path of uv: of this machine, or fetched into the environment."""
    ours = PREFIX / "bin" / "uv"
    present = shutil.which("uv") or (str(ours) if ours.exists() else None)
    lines = locked_uv()
    if present or lines is None:
        return present
    wanted = PREFIX / "uv-requirements.txt"
    wanted.write_text(lines + "\n")
    done = subprocess.run(
        pip("install", "--quiet", "--require-hashes", "--no-deps", "--requirement", str(wanted)),
        capture_output=True,
    )
    wanted.unlink()
    return str(ours) if done.returncode == 0 and ours.exists() else None


def install(requirements: Path) -> None:
    """With uv if possible, otherwise with pip."""
    uv = fetch_uv()
    if uv is not None:
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes"]
        command += ["--requirement", str(requirements)]
        if subprocess.run(command, env=uv_environment()).returncode == 0:
            return
        print("    uv could not do it; trying pip.", flush=True)
    command = pip("install", "--quiet", "--require-hashes", "--requirement", str(requirements))
    if subprocess.run(command).returncode:
        sys.exit("The packages could not be installed; pip's message stands above.")


def main(names: list[str]) -> None:
    stamps = installed()
    for name in names:
        requirements = ROOT / name
        if stamps.get(name) == digest(requirements):
            continue
        began = time.monotonic()
        print(f"  … install {name}: half a minute to two minutes on a fresh machine", flush=True)
        install(requirements)
        print(f"  ✓ install {name} ({time.monotonic() - began:.1f} s)", flush=True)
        stamps[name] = digest(requirements)
        STAMP.write_text(json.dumps(stamps))


if __name__ == "__main__":
    main(sys.argv[1:])
