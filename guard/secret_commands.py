"""What `guard backup`, `guard restore` and `guard kit` do in the terminal, and how a passphrase is asked for there.

A secret is never taken from the command line, where every program can read it: it is typed
without being shown, or comes on standard input or from a file.
"""

import argparse
import getpass
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from guard import app, recovering
from guard.errors import BadInputError, GuardError
from guard.keeping import Keeping
from guard.terminal import DONE, complain, say, say_json
from guard.vault.recovery.agefile import Lock, Passphrase
from guard.vault.recovery.backup import lock_of
from guard.vault.recovery.kit import Kit, parse_kit, read_kit
from guard.vault.recovery.sheet import kit_text

_MOST = 10_000


@contextmanager
def open_keeping() -> Iterator[Keeping]:
    """Open what keeps secrets, asking for its passphrase if it has one. Raises `GuardError`."""
    keeping = app.open_book()
    try:
        if keeping.locked:
            passphrase = secret("Passphrase of Guard's file: ")
            if keeping.tries.wait:
                complain(
                    f"Wrong passphrases were typed before, so this waits for {keeping.tries.wait:.0f} s."
                )
                time.sleep(keeping.tries.wait)
            notice = keeping.unlock(passphrase)
            if notice:
                complain(notice)
        yield keeping
    finally:
        keeping.close()


def typed_line(prompt: str) -> str:
    """Return a line of standard input, for what should not be seen in the list of running programs."""
    if sys.stdin.isatty():
        print(prompt, end="", file=sys.stderr, flush=True)  # noqa: T201 - a question is no part of the answer
    return sys.stdin.readline(_MOST).rstrip("\r\n")


def secret(prompt: str) -> str:
    """Return a line that is not shown while it is typed, or that comes on standard input. Raises `BadInputError`."""
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline(_MOST).rstrip("\r\n")
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except (EOFError, OSError, ValueError, getpass.GetPassWarning) as error:
        raise BadInputError(
            "Nothing could be typed in here without being shown. Nothing was changed."
        ) from error


def backup(options: argparse.Namespace) -> int:
    """Write a backup. Raises `GuardError`."""
    with open_keeping() as keeping:
        passphrase = _new_passphrase() if options.passphrase else ""
        made = recovering.back_up(keeping, Path(options.file), passphrase, overwrite=options.force)
    if options.json:
        say_json(
            {"file": str(made.path), "size": made.size, "sha256": made.sha256, "notices": list(made.notices)}
        )
        return DONE
    say(f"The backup is written and was read back: {made.path} ({made.size} bytes).")
    for notice in made.notices:
        complain(notice)
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Bring a backup or the mirror back. Raises `GuardError`."""
    source = Path(options.file)
    with open_keeping() as keeping:
        key = _key_of(source, options.kit)
        outcome = recovering.bring_back(keeping, recovering.plan(keeping, source, key))
    if options.json:
        say_json(
            {
                "added": list(outcome.added),
                "left_out": list(outcome.left_out),
                "journal": outcome.journal,
                "notice": outcome.notice,
            }
        )
        return DONE
    say(f"Brought back: {', '.join(outcome.added) or 'no profile that was not here already'}.")
    if outcome.journal:
        say("The journal is back, too.")
    if outcome.left_out:
        say(
            f"Left as they are here, because a profile of that name or kind exists: {', '.join(outcome.left_out)}."
        )
    if outcome.notice:
        complain(outcome.notice)
    return DONE


def kit(options: argparse.Namespace) -> int:
    """Make a recovery kit, or try the one there is. Raises `GuardError`."""
    with open_keeping() as keeping:
        return _new_kit(keeping, options) if options.action == "new" else _try_kit(keeping, options)


def _new_kit(keeping: Keeping, options: argparse.Namespace) -> int:
    if keeping.recovery.load() is not None and not options.force:
        raise BadInputError(
            "There is a recovery kit already, and a new one takes its place. Nothing was changed; "
            "add --force if you want that."
        )
    today = datetime.now(UTC).astimezone().date()
    made = recovering.make_kit()
    text = kit_text(made, today)
    if options.file:
        _write_kit(Path(options.file), text)
        say(
            f"The kit is in {options.file}. Put that file where only you can reach it, and not on this computer."
        )
    else:
        say(text)
    try:
        notice = recovering.use_kit(keeping, made, today)
    except GuardError as error:
        raise BadInputError(
            f"{error.sentence} The kit that was just made counts for nothing; throw it away."
        ) from error
    if notice:
        complain(notice)
    return DONE


def _write_kit(target: Path, text: str) -> None:
    try:
        target.touch(mode=0o600, exist_ok=False)
        target.write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise BadInputError(
            "There is a file of that name already. Nothing was changed; choose another name."
        ) from error
    except OSError as error:
        raise BadInputError(
            f"The kit could not be written ({error.strerror}). The kit from before counts on."
        ) from error


def _try_kit(keeping: Keeping, options: argparse.Namespace) -> int:
    passed = recovering.hold_drill(keeping, _kit(options.file))
    say(
        f"The kit opens your encrypted copy of {passed.made_at:%Y-%m-%d %H:%M} UTC: {passed.profiles} "
        f"{'profile' if passed.profiles == 1 else 'profiles'}"
        f"{' and the key of the journal' if passed.has_journal_key else ''}."
    )
    if passed.notice:
        complain(passed.notice)
    return DONE


def _key_of(source: Path, kit_file: str | None) -> Kit | Passphrase:
    if kit_file is None and lock_of(source) is Lock.PASSPHRASE:
        return Passphrase(secret("Passphrase of the backup: "))
    return _kit(kit_file)


def _kit(file: str | None) -> Kit:
    return read_kit(Path(file)) if file else parse_kit(secret("The line of your recovery kit: "))


def _new_passphrase() -> str:
    first = secret("Passphrase for the backup: ")
    if sys.stdin.isatty() and secret("Once more: ") != first:
        raise BadInputError("The two passphrases differ. Nothing was written; please try again.")
    return first
