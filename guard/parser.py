"""The words that the command line understands; what they do is elsewhere."""

import argparse
import threading
from typing import TYPE_CHECKING, NoReturn

from guard import __version__
from guard.errors import BadInputError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["_Parser"]  # noqa: SLF001 - argparse gives this type no public name


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage text in front."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        raise BadInputError(
            f"Guard did not understand that: {message}. See “guard --help”; nothing was changed."
        )


def parser() -> argparse.ArgumentParser:
    """Return the parser. What it refuses is a `BadInputError`; `command` is "" when no command was given."""
    whole = _Parser(
        prog="guard", description="Looks after you before, during and after private conversations online."
    )
    whole.add_argument("--version", action="version", version=f"guard {__version__}")
    whole.set_defaults(command="")
    commands = whole.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    _add_watching(commands)
    _add_check_up(commands)
    _add_profiles(commands)
    _add_secrets(commands)
    return whole


def _add_check_up(commands: "Commands") -> None:
    check = commands.add_parser("check", help="look once and tell what was found")
    check.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    check.add_argument("--only", choices=["capture", "computer"], help="leave the other half out")
    check.set_defaults(command="check")

    fix = commands.add_parser("fix", help="apply one check's fix and read it again")
    fix.add_argument("id", metavar="ID", help="a check's id, as “guard check” tells it")
    fix.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    fix.set_defaults(command="fix")

    undo = commands.add_parser("undo", help="put back what was there before a fix, or before all")
    undo.add_argument("id", metavar="ID", nargs="?", help="a check's id; without it, every change")
    undo.add_argument("--force", action="store_true", help="also what somebody else has changed since")
    undo.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    undo.set_defaults(command="undo")

    doctor_parser = commands.add_parser("doctor", help="tell what works here")
    doctor_parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    doctor_parser.set_defaults(command="doctor")


def _add_watching(commands: "Commands") -> None:
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

    hide = commands.add_parser("hide", help="hide every window of the open Guard at once, and lock it")
    hide.set_defaults(command="hide")


def _add_profiles(commands: "Commands") -> None:
    profiles = commands.add_parser("profiles", help="pseudonyms in the keyring")
    profiles.add_argument("action", nargs="?", default="list", choices=["list", "add", "show", "remove"])
    profiles.add_argument(
        "what",
        nargs="?",
        metavar="NAME or ID",
        help="“add -” reads the name from standard input, out of other programs' sight",
    )
    profiles.add_argument("--colour", default="", help="with add: its colour; else the one used least")
    profiles.add_argument("--pronouns", default="", help="with add")
    profiles.add_argument("--about", default="", help="with add: a note about who you are here")
    profiles.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    profiles.set_defaults(command="profiles")


def _add_secrets(commands: "Commands") -> None:
    backup = commands.add_parser("backup", help="write everything into one encrypted file (age format)")
    backup.add_argument("file", metavar="FILE", help="where to; nothing is overwritten")
    backup.add_argument(
        "--passphrase", action="store_true", help="lock it with a passphrase, not with the kit"
    )
    backup.add_argument("--force", action="store_true", help="overwrite FILE")
    backup.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    backup.set_defaults(command="backup")

    restore = commands.add_parser("restore", help="bring back what a backup or the encrypted copy holds")
    restore.add_argument("file", metavar="FILE", help="the backup, or Guard's encrypted copy")
    restore.add_argument("--kit", metavar="KIT", help="a file with the recovery kit; else it is asked for")
    restore.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    restore.set_defaults(command="restore")

    kit = commands.add_parser("kit", help="make a recovery kit, or try it")
    kit.add_argument("action", choices=["new", "try"])
    kit.add_argument("file", nargs="?", metavar="FILE", help="where the kit is written to, or read from")
    kit.add_argument("--force", action="store_true", help="put a new kit in the place of the old one")
    kit.set_defaults(command="kit")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds
