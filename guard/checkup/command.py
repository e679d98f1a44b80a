"""Runs a system's tool for its words, in plain English and with a time limit. Never raises, never asks, never waits long."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

LIMIT_SECONDS = 4.0
ENGLISH = {"LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
"""Plain English, with texts in UTF-8: in the locale "C" some tools put "?" for a letter, and that would be put back."""
_LAST_BREATH_SECONDS = 1.0
_MOST = 1 << 20
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only: no black window flashes up


@dataclass(frozen=True, slots=True)
class Ran:
    """How a tool ended. `code` is None when it never ran or never ended; `why` then says so in a whole sentence.

    `slow`: it was started and did not end in time. `missing`: there is no such tool.
    """

    code: int | None
    out: str = ""
    err: str = ""
    why: str = ""
    slow: bool = False
    missing: bool = False

    @property
    def ok(self) -> bool:
        """Tell whether it ended by itself, and well."""
        return self.code == 0


Tool = Callable[[list[str]], Ran]
"""Runs a command for a probe."""


class Patience:
    """A `Tool` for one pass: what did not answer in time once is not waited for again."""

    def __init__(self, tool: Tool) -> None:
        """Run commands with `tool`."""
        self._tool = tool
        self._stuck: dict[str, Ran] = {}

    def __call__(self, argv: list[str]) -> Ran:
        """Run `argv`, or repeat at once that its tool does not answer."""
        if (known := self._stuck.get(argv[0])) is not None:
            return known
        ran = self._tool(argv)
        if ran.slow:
            self._stuck[argv[0]] = ran
        return ran


def run(argv: Sequence[str], env: Mapping[str, str] | None = None, limit: float = LIMIT_SECONDS) -> Ran:
    """Run `argv` (no shell) for at most `limit` seconds, with `env` or this program's environment, in English."""
    tool, around = argv[0], {**(os.environ if env is None else env), **ENGLISH}
    try:
        process = subprocess.Popen(  # noqa: S603 - tools named in Guard's own data
            list(argv),
            env=around,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
            creationflags=_NO_CONSOLE,
        )
    except FileNotFoundError:
        return _missing(tool)
    except (OSError, ValueError) as error:
        if os.sep not in tool and shutil.which(tool, path=around.get("PATH")) is None:
            return _missing(tool)  # only a folder of the search path is closed to this user
        return Ran(None, why=f"The tool “{tool}” could not be started ({type(error).__name__}).")
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        return Ran(None, why=f"The tool “{tool}” did not answer in time.", slow=True)
    return Ran(process.returncode, _text(out), _text(err))


def _missing(tool: str) -> Ran:
    return Ran(None, why=f"The tool “{tool}” is not installed.", missing=True)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a tool with all that it started; what it still holds open is not waited for."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_LAST_BREATH_SECONDS)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _text(raw: bytes) -> str:
    return raw[:_MOST].decode("utf-8", "replace")
