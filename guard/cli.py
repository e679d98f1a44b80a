"""The command line: words in, words and exit codes out.

Exit codes: 0 nothing to do, 1 something to do, 2 it could not run. Every failure is one
sentence on standard error. Nothing heavy is loaded before it is known what is wanted: the
terminal's commands never load Qt, and the window does not wait for the commands.
"""

import argparse
import gc
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from guard import instance, places
from guard.errors import GuardError
from guard.parser import parser
from guard.ui.linux import display

if sys.platform != "win32":
    from guard.posix import core_dumps

DONE, FAILED = 0, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.CRITICAL, format="guard: %(message)s")
    if sys.platform != "win32":
        core_dumps.forbid()
    words = sys.argv[1:] if argv is None else argv
    try:
        if not words:
            return _open()
        options = parser().parse_args(words)
        return _run(options) if options.command else _open()
    except GuardError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201 - this module is where Guard speaks in the terminal
        return FAILED
    except BrokenPipeError:
        # the reader has gone; keep Python from complaining about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE


def _run(options: argparse.Namespace) -> int:
    commands = importlib.import_module("guard.commands")
    return int(getattr(commands, options.command)(options))


def _open() -> int:
    """Open the window, or raise the one that is open; without a display, look once."""
    if not display.available():
        line = "There is no display here, so Guard looks once in the terminal instead of opening its window."
        print(line, flush=True)  # noqa: T201 - see main
        return _run(argparse.Namespace(command="check", json=False, only=None))
    if instance.tell(places.usual().runtime, "raise") is not None:
        return DONE
    gc.disable()  # a tenth of the time until the window is seen; `desktop` enables it then
    return int(importlib.import_module("guard.desktop").open_window())
