"""Keeps static/vendor/ equal to static/vendor/vendor.toml.

python deploy/vendor/fetch.py            download each package with npm and unpack its listed files
python deploy/vendor/fetch.py --check    compare the files with their checksums, without network
python deploy/vendor/fetch.py --print    like the first, printing the checksums found (after an update:
                                         raise version and integrity, run, copy the lines over)
"""

import argparse
import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"


def packages(vendor: Path = VENDOR) -> list[dict]:
    return tomllib.loads((vendor / "vendor.toml").read_text(encoding="utf-8"))["package"]


def folder(package: dict) -> str:
    """@scope/name is kept as scope-name, so that each package is one folder."""
    return package["name"].removeprefix("@").replace("/", "-")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def listed(vendor: Path = VENDOR) -> dict[str, str]:
    """Path below static/vendor → checksum, of all packages; "added" are texts that npm does not carry."""
    return {
        f"{folder(package)}/{path}": checksum
        for package in packages(vendor)
        for path, checksum in (package["files"] | package.get("added", {})).items()
    }


def problems(vendor: Path = VENDOR) -> list[str]:
    """Sentences about files that are missing, changed or not listed."""
    expected = listed(vendor)
    present = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()} - {"vendor.toml"}
    found = [f"{path} is not listed in vendor.toml" for path in sorted(present - expected.keys())]
    found += [f"{path} is missing" for path in sorted(expected.keys() - present)]
    for path in sorted(present & expected.keys()):
        if sha256((vendor / path).read_bytes()) != expected[path]:
            found.append(f"{path} differs from its checksum")
    return found


def download(package: dict, into: Path) -> Path:
    """The package's tarball, proven to be the one that vendor.toml names."""
    wanted = f"{package['name']}@{package['version']}"
    result = subprocess.run(["npm", "pack", "--silent", wanted], cwd=into, check=True, capture_output=True, text=True)
    tarball = into / result.stdout.split()[-1]
    digest = hashlib.sha512(tarball.read_bytes()).digest()
    if package["integrity"] != "sha512-" + base64.b64encode(digest).decode():
        sys.exit(f"{wanted}: the tarball is not the one that vendor.toml names")
    return tarball


def fetch(package: dict, *, show: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(download(package, Path(scratch))) as archive:
        for path in package["files"]:
            content = archive.extractfile(f"package/{path}").read()
            target = VENDOR / folder(package) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if show:
                print(f'"{path}" = "{sha256(content)}"')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--print", action="store_true", dest="show")
    arguments = parser.parse_args()
    if not arguments.check:
        for package in packages():
            if arguments.show:
                print(f"# {package['name']} {package['version']}")
            fetch(package, show=arguments.show)
    found = problems()
    print("\n".join(found) or f"static/vendor: {len(listed())} files as listed")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
