"""What can be known of one process, and the port that reads it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """One process as the system shows it; every text may lie, the exe least.

    `started` is in seconds since the epoch and tells a reused pid apart. `exe` is None
    where it cannot be read (another user's process, say); `exe_deleted` is True when the
    file is gone or never was one (memfd). `argv` is empty for kernel threads.
    """

    pid: int
    parent: int
    started: float
    uid: int
    comm: str
    exe: str | None
    argv: tuple[str, ...]
    exe_deleted: bool = False
    app_id: str | None = None


class ProcessReader(Protocol):
    """Reads processes. Nothing here raises: what is gone or hidden is None or absent."""

    def pids(self) -> list[int]:
        """Every live pid that can be listed."""

    def read(self, pid: int) -> ProcessFacts | None:
        """One process, or None when it is gone."""
