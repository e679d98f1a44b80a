"""Who holds which files, from /proc/PID/fd: only programs of one's own user can be looked into."""

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

_FLAGS = re.compile(r"^flags:\s*([0-7]+)$", re.MULTILINE)
_USER = re.compile(r"^Uid:\s+\d+\s+(\d+)", re.MULTILINE)
_SOCKET = re.compile(r"socket:\[(\d+)\]")
_MOST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """One open file: `pid` holds `path` under the number `fd`."""

    pid: int
    fd: int
    path: str


class FdWalk:
    """Reads /proc. What is gone or may not be read is absent, never an error."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._proc = os.fspath(proc)

    def holders(self, paths: Collection[str]) -> list[Holder]:
        """Every visible holder of one of `paths`."""
        wanted = frozenset(paths)
        if not wanted:
            return []
        return [
            Holder(pid, fd, link) for pid in self._pids() for fd, link in self._links(pid) if link in wanted
        ]

    def sockets(self, pid: int) -> frozenset[int]:
        """The inode numbers of the sockets that `pid` holds."""
        found = (_SOCKET.fullmatch(link) for _, link in self._links(pid))
        return frozenset(int(match[1]) for match in found if match)

    def socket_holders(self, inodes: Collection[int]) -> dict[int, frozenset[int]]:
        """Which of these sockets each visible process holds; only those that hold one."""
        if not inodes:
            return {}
        held = {pid: self.sockets(pid).intersection(inodes) for pid in self._pids()}
        return {pid: sockets for pid, sockets in held.items() if sockets}

    def children(self, pid: int) -> list[int]:
        """The processes that `pid` has started and that still run."""
        try:
            threads = os.listdir(f"{self._proc}/{pid}/task")  # noqa: PTH208 - see _links
        except OSError:
            return []
        words = " ".join(self._text(f"{pid}/task/{thread}/children") for thread in threads).split()
        return [int(word) for word in words if word.isdecimal()]

    def can_look_into(self, pid: int) -> bool:
        """Tell whether the files of `pid` may be listed; a process that is gone counts as yes."""
        try:
            os.listdir(f"{self._proc}/{pid}/fd")  # noqa: PTH208 - see _links
        except PermissionError:
            return False
        except OSError:
            return True
        return True

    def user(self, pid: int) -> int:
        """The user that `pid` acts as, also where its files may not be listed; -1 when it is gone."""
        match = _USER.search(self._text(f"{pid}/status"))
        return int(match[1]) if match else -1

    def maps(self, pid: int, path: str) -> bool:
        """Tell whether `pid` shares memory with the device at `path`, as is done to take pictures."""
        ending = f" {path}\n"
        return any(line.endswith(ending) for line in self._text(f"{pid}/maps").splitlines(keepends=True))

    def reads(self, holder: Holder) -> bool:
        """Tell whether a file was opened for reading; unknown counts as yes."""
        flags = _FLAGS.search(self._text(f"{holder.pid}/fdinfo/{holder.fd}"))
        return flags is None or int(flags[1], 8) & os.O_ACCMODE != os.O_WRONLY

    def _pids(self) -> list[int]:
        try:
            return [int(name) for name in os.listdir(self._proc) if name.isdecimal()]  # noqa: PTH208 - see _links
        except OSError:
            return []

    def _links(self, pid: int) -> Iterator[tuple[int, str]]:
        # plain strings: with a Path for each of some ten thousand files a walk would take three times as long
        folder = f"{self._proc}/{pid}/fd"
        try:
            names = os.listdir(folder)  # noqa: PTH208 - a Path per file would double the cost
        except OSError:
            return
        for name in names:
            try:
                yield int(name), os.readlink(f"{folder}/{name}")  # noqa: PTH115 - as above
            except (OSError, ValueError):
                continue

    def _text(self, name: str) -> str:
        try:
            with open(f"{self._proc}/{name}", "rb") as file:  # noqa: PTH123 - see _links
                return file.read(_MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            return ""
