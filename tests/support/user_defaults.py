"""A stand-in for macOS's `defaults` tool that keeps its domains in files, as the real one does."""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guard.checkup.command import Ran

HOST = "01234567-89AB-CDEF-0123-456789ABCDEF"


class FakeDefaults:
    """Call it with a command line. `says` replaces every answer; `forgets` takes writes and keeps nothing."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.says: Ran | None = None
        self.refuses_writes = False
        self.forgets = False
        self.asked: list[list[str]] = []
        (home / "Library/Preferences/ByHost").mkdir(parents=True, exist_ok=True)

    def __call__(self, argv: Sequence[str]) -> Ran:
        self.asked.append(list(argv))
        if self.says is not None:
            return self.says
        assert argv[0] == "/usr/bin/defaults"
        host = argv[1] == "-currentHost"
        verb, domain, *rest = argv[2:] if host else argv[1:]
        if verb == "export":
            assert rest == ["-"]
            return Ran(0, plistlib.dumps(self.held(domain, host=host)).decode())
        if self.refuses_writes:
            return Ran(1, err="Could not write domain")
        return (
            self._write(domain, rest, host=host) if verb == "write" else self._delete(domain, rest, host=host)
        )

    def file(self, domain: str, *, host: bool = False) -> Path:
        name = ".GlobalPreferences" if domain == "NSGlobalDomain" else domain
        folder = self.home / "Library/Preferences"
        return folder / "ByHost" / f"{name}.{HOST}.plist" if host else folder / f"{name}.plist"

    def held(self, domain: str, *, host: bool = False) -> dict[str, Any]:
        """Return what a domain holds."""
        file = self.file(domain, host=host)
        held = plistlib.loads(file.read_bytes()) if file.exists() else {}
        assert isinstance(held, dict)
        return held

    def put(self, domain: str, key: str, value: Any, *, host: bool = False) -> None:
        """Let a domain hold a value of any type."""
        self._keep(domain, {**self.held(domain, host=host), key: value}, host=host)

    def everything(self) -> dict[str, dict[str, Any]]:
        """Return all that is held, by file."""
        files = sorted((self.home / "Library/Preferences").rglob("*.plist"))
        return {file.name: held for file in files if (held := plistlib.loads(file.read_bytes()))}

    def _write(self, domain: str, rest: list[str], *, host: bool) -> Ran:
        key, kind, text = rest
        kinds: dict[str, Any] = {"-bool": {"true": True, "false": False}.get(text), "-string": text}
        value = int(text) if kind == "-int" else kinds[kind]
        if value is None:
            return Ran(255, err="defaults: usage")
        if not self.forgets:
            self.put(domain, key, value, host=host)
        return Ran(0)

    def _delete(self, domain: str, rest: list[str], *, host: bool) -> Ran:
        held = self.held(domain, host=host)
        if rest[0] not in held:
            return Ran(1, err="Domain not found")
        del held[rest[0]]
        self._keep(domain, held, host=host)
        return Ran(0)

    def _keep(self, domain: str, held: dict[str, Any], *, host: bool) -> None:
        self.file(domain, host=host).write_bytes(plistlib.dumps(held))
