"""Processor time and memory from the operating system's own accounting, /proc."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICK = 1 / os.sysconf("SC_CLK_TCK")
UTIME, STIME, CUTIME, CSTIME = 11, 12, 13, 14  # after the name of the program, which ends at ")"
PPID = 1


def stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the name; empty for a process that has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {int(entry.name): stat(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit()}
    found = [root]
    for pid in found:
        found += [child for child, fields in parents.items() if fields and int(fields[PPID]) == pid]
    return found


def processor_seconds(roots: Iterable[int]) -> float:
    """Time used by process trees, children that have ended included."""
    ticks = 0
    for root in roots:
        for pid in tree(root):
            if fields := stat(pid):
                ticks += sum(int(fields[place]) for place in (UTIME, STIME, CUTIME, CSTIME))
    return ticks * TICK


def own_memory(pid: int) -> float:
    """Memory in MiB that a process shares with nobody."""
    text = (PROC / str(pid) / "smaps_rollup").read_text()
    kilobytes = re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", text, re.MULTILINE)
    return sum(map(int, kilobytes)) / 1024


def forget_peak(pid: int) -> None:
    """Let the kernel measure the peak of resident memory anew."""
    (PROC / str(pid) / "clear_refs").write_text("5")


def peak_memory(pid: int) -> float:
    """The peak of resident memory in MiB since `forget_peak`."""
    text = (PROC / str(pid) / "status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024


def largest(pids: Iterable[int]) -> int:
    """The process with the most memory of its own: of a web server its worker."""
    return max(pids, key=own_memory)
