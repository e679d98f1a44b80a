"""Reads processes through psutil: slower than a system's own way, and there on every system."""

import psutil

from guard.capture.processes import ProcessFacts


class PsutilReader:
    """`ProcessReader` over psutil. What may not be read is None or empty, never an error."""

    def pids(self) -> list[int]:
        """Every pid that psutil lists."""
        return psutil.pids()

    def read(self, pid: int) -> ProcessFacts | None:
        """Read one process; None when it is gone."""
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                return ProcessFacts(
                    pid=pid,
                    parent=process.ppid(),
                    started=process.create_time(),
                    uid=_uid(process),
                    comm=process.name(),
                    exe=_exe(process),
                    argv=_argv(process),
                )
        except (psutil.Error, OSError, ValueError):  # ValueError: no pid at all, such as -1
            return None


def _exe(process: psutil.Process) -> str | None:
    try:
        return process.exe() or None
    except (psutil.Error, OSError):
        return None


def _argv(process: psutil.Process) -> tuple[str, ...]:
    try:
        return tuple(process.cmdline())
    except (psutil.Error, OSError):
        return ()


def _uid(process: psutil.Process) -> int:
    """The user id, or -1 where the system has none (Windows) or hides it."""
    try:
        return int(process.uids().real)
    except (psutil.Error, OSError, AttributeError):
        return -1
