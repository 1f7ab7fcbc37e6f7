"""The uploaded file between preview and import, and how far a long import is.

It waits under a random name that only the uploader's session knows, and goes when the import
is done, given up, or a day old.
"""

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

DAY = 24 * 3600
SUFFIX = ".upload"


@dataclass(slots=True)
class Kept:
    """A waiting file that this request has taken; `done` and `outcome` count its lines."""

    name: str
    path: Path
    done: int
    outcome: dict[str, int]


def keep(request: HttpRequest, table: str, file: UploadedFile) -> str:
    """Store an upload in place of an earlier one; return the word that confirms it."""
    forget(request, table)
    folder = Path(settings.UPLOADS_TEMP)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob(f"*{SUFFIX}*"):
        if time.time() - old.stat().st_mtime > DAY:
            old.unlink(missing_ok=True)
    name = secrets.token_urlsafe(24)
    file.seek(0)
    with _path(name).open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    request.session[_key(table)] = {"name": name, "done": 0, "total": 0, "outcome": {}}
    return name


def under_way(request: HttpRequest, table: str) -> dict | None:
    """Return the job of an import that has begun and is not done."""
    job = request.session.get(_key(table))
    return job if job and job["done"] else None


def take(request: HttpRequest, table: str) -> Kept | None:
    """Take the waiting file; of two clicks only the first gets it."""
    job = request.session.get(_key(table))
    word = request.POST.get("confirm", "")
    if not job or not secrets.compare_digest(job["name"].encode(), word.encode()):
        return None
    path = _path(job["name"])
    try:
        taken = path.rename(path.with_suffix(f"{SUFFIX}-taken"))
    except FileNotFoundError:
        return None
    return Kept(job["name"], taken, job["done"], job["outcome"])


def put_back(request: HttpRequest, table: str, kept: Kept, total: int) -> None:
    """Let the file wait for the next step."""
    kept.path.rename(_path(kept.name))
    job = {"name": kept.name, "done": kept.done, "total": total, "outcome": kept.outcome}
    request.session[_key(table)] = job


def forget(request: HttpRequest, table: str) -> None:
    """Drop the waiting file and its job."""
    job = request.session.pop(_key(table), None)
    if job:
        _path(job["name"]).unlink(missing_ok=True)
        _path(job["name"]).with_suffix(f"{SUFFIX}-taken").unlink(missing_ok=True)


def _key(table: str) -> str:
    return f"import:{table}"


def _path(name: str) -> Path:
    return Path(settings.UPLOADS_TEMP) / (name + SUFFIX)
