"""Runs a system's tool for its words, in plain English and with a time limit. Never raises, never asks, never waits long."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

LIMIT_SECONDS = 4.0
_LAST_BREATH_SECONDS = 1.0
_MOST = 1 << 20
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only: no black window flashes up


@dataclass(frozen=True, slots=True)
class Ran:
    """How a tool ended. `code` is None when it never ran or never ended; `why` then says so in a whole sentence."""

    code: int | None
    out: str = ""
    err: str = ""
    why: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether it ended by itself, and well."""
        return self.code == 0


def run(argv: Sequence[str], env: Mapping[str, str] | None = None, limit: float = LIMIT_SECONDS) -> Ran:
    """Run `argv` (no shell) for at most `limit` seconds, with `env` or this program's environment, in English."""
    tool = argv[0]
    try:
        process = subprocess.Popen(  # noqa: S603 - tools named in Guard's own data
            list(argv),
            env={**(os.environ if env is None else env), "LC_ALL": "C", "LANGUAGE": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
            creationflags=_NO_CONSOLE,
        )
    except FileNotFoundError:
        return Ran(None, why=f"The tool “{tool}” is not installed.")
    except (OSError, ValueError) as error:
        return Ran(None, why=f"The tool “{tool}” could not be started ({type(error).__name__}).")
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        return Ran(None, why=f"The tool “{tool}” did not answer in time.")
    return Ran(process.returncode, _text(out), _text(err))


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
