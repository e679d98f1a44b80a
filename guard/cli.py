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
import threading
from collections.abc import Sequence
from typing import NoReturn

from guard import __version__, instance, places
from guard.errors import BadInputError, GuardError
from guard.ui.linux import display

DONE, FAILED = 0, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.CRITICAL, format="guard: %(message)s")
    words = sys.argv[1:] if argv is None else argv
    try:
        if not words:
            return _open()
        options = _parser().parse_args(words)
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


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage text in front."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        raise BadInputError(
            f"Guard did not understand that: {message}. See “guard --help”; nothing was changed."
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="guard", description="Looks after you before, during and after private conversations online."
    )
    parser.add_argument("--version", action="version", version=f"guard {__version__}")
    parser.set_defaults(command="")
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    check = commands.add_parser("check", help="look once and tell what was found")
    check.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    check.add_argument("--only", choices=["capture", "computer"], help="leave the other half out")
    check.set_defaults(command="check")

    watch = commands.add_parser("watch", help="tell of every capture until stopped")
    watch.add_argument("--json", action="store_true", help="one JSON object a line")
    watch.add_argument(
        "--for", dest="seconds", type=_seconds, metavar="SECONDS", help="stop by itself after this time"
    )
    watch.add_argument(
        "--expect",
        action="append",
        default=[],
        metavar="NAME:KIND",
        help="a program that may do this, such as firefox:camera",
    )
    watch.set_defaults(command="watch")

    stop = commands.add_parser("stop", help="end the live session in the open window")
    stop.set_defaults(command="stop")

    profiles = commands.add_parser("profiles", help="pseudonyms in the keyring")
    profiles.add_argument("action", nargs="?", default="list", choices=["list", "add", "show", "remove"])
    profiles.add_argument("what", nargs="?", metavar="NAME or ID")
    profiles.add_argument("--colour", default="", help="with add: its colour; else the one used least")
    profiles.add_argument("--pronouns", default="", help="with add")
    profiles.add_argument("--about", default="", help="with add: a note about who you are here")
    profiles.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    profiles.set_defaults(command="profiles")

    doctor_parser = commands.add_parser("doctor", help="tell what works here")
    doctor_parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    doctor_parser.set_defaults(command="doctor")
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds


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
