"""Folders and addresses that the launcher, the settings and the tests agree on."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOGS = VAR / "log"
RUN = VAR / "run"

# Kernels cut the path of a Unix socket at 107 bytes (Linux) or 103 (macOS, BSD).
SOCKET_PATH_LIMIT = 103


def fingerprint(path: Path) -> str:
    """A short name for a path, the same in every process."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def socket_folder(wished: Path, longest_name: str) -> Path:
    """The wished folder, or a short one under /tmp when a socket in it would be too long.

    /tmp and not $TMPDIR: every process of the house has to find the same place.
    """
    if len(os.fsencode(wished / longest_name)) <= SOCKET_PATH_LIMIT:
        return wished
    return Path("/tmp") / f"waic-{fingerprint(wished)}"


def private_folder(folder: Path, uid: int | None = None, gid: int | None = None) -> Path:
    """Make a folder that nobody else may enter; refuse one that somebody else prepared."""
    owner = os.geteuid() if uid is None else uid
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
            raise SystemExit(f"The folder {folder} belongs to somebody else.") from None
        folder.chmod(0o700)
    os.chown(folder, owner, -1 if gid is None else gid)
    return folder
