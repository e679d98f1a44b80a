"""Reads processes from /proc: fast enough to look at a program that lives 20 ms."""

import os

from guard.capture.processes import ProcessFacts

_DELETED = " (deleted)"
_STAT_PARENT, _STAT_STARTED = 1, 19  # fields after the name, proc(5)
_CHUNK = 16_384


class ProcfsReader:
    """`ProcessReader` over /proc. What is gone, hidden or garbled is None, never an error."""

    def __init__(self, proc: str = "/proc") -> None:
        """Read from `proc`; the boot time is read once so that start times never move."""
        self._proc = proc
        self._tick = os.sysconf("SC_CLK_TCK")
        self._boot = self._boot_time()

    def pids(self) -> list[int]:
        """Every pid that /proc lists."""
        try:
            return [int(name) for name in os.listdir(self._proc) if name.isdigit()]  # noqa: PTH208 - a Path per process would double the cost
        except OSError:
            return []

    def read(self, pid: int) -> ProcessFacts | None:
        """Read one process; None when it is gone or a zombie's remains say nothing."""
        folder = f"{self._proc}/{pid}"
        stat = _bytes(f"{folder}/stat")
        if stat is None:
            return None
        # the name may itself hold spaces and brackets: it ends at the last one
        head, _, tail = stat.rpartition(b") ")
        fields = tail.split()
        if len(fields) <= _STAT_STARTED:
            return None
        try:
            parent, ticks = int(fields[_STAT_PARENT]), int(fields[_STAT_STARTED])
            uid = os.stat(folder).st_uid  # noqa: PTH116 - see pids()
        except (OSError, ValueError):
            return None
        exe, deleted = self._exe(folder)
        return ProcessFacts(
            pid=pid,
            parent=parent,
            started=self._boot + ticks / self._tick,
            uid=uid,
            comm=_text(head.partition(b"(")[2]),
            exe=exe,
            argv=_argv(_bytes(f"{folder}/cmdline")),
            exe_deleted=deleted,
            app_id=self._app_id(folder, exe),
        )

    def _boot_time(self) -> float:
        for line in (_bytes(f"{self._proc}/stat") or b"").splitlines():
            if line.startswith(b"btime "):
                return float(line.split()[1])
        return 0.0

    @staticmethod
    def _exe(folder: str) -> tuple[str | None, bool]:
        try:
            exe = os.readlink(f"{folder}/exe")  # noqa: PTH115 - see pids()
        except OSError:
            return None, False
        return exe.removesuffix(_DELETED), exe.endswith(_DELETED)

    @staticmethod
    def _app_id(folder: str, exe: str | None) -> str | None:
        """The Flatpak or Snap id, from the places only the sandbox's maker can set."""
        if exe is None:
            return None
        if exe.startswith("/snap/"):
            return exe.split("/")[2]
        # every process of a Flatpak has it, also a Python that lies in the runtime's /usr
        for line in _text(_bytes(f"{folder}/root/.flatpak-info") or b"").splitlines():
            if line.startswith("name="):
                return line.removeprefix("name=").strip()
        return None


def _bytes(file: str) -> bytes | None:
    """Read a small file whole; bare calls, as a file object would take five times as long."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        content = part = os.read(descriptor, _CHUNK)
        while len(part) == _CHUNK:
            part = os.read(descriptor, _CHUNK)
            content += part
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return content


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _argv(raw: bytes | None) -> tuple[str, ...]:
    if not raw:
        return ()
    # a list first, here as everywhere that is busy: of tuples made from a generator CPython keeps thousands when they are let go
    return tuple([_text(part) for part in raw.removesuffix(b"\0").split(b"\0")])
