"""The checks for macOS that are shipped, and what tests ask about them."""

from functools import cache

from guard import datafile, resources
from guard.checkup.check import Answer, Check, Rule
from guard.checkup.detect import Defaults
from guard.checkup.judging import by_rule


@cache
def shipped() -> tuple[Check, ...]:
    """Read them without the other systems' files."""
    files = [file for file in resources.files("checks") if file.name.startswith("macos-")]
    return tuple(
        check for file in files for check in datafile.read(file, dict[str, tuple[Check, ...]])["check"]
    )


def get(check_id: str) -> Check:
    return next(check for check in shipped() if check.id == check_id)


def of_defaults(*, files: bool = False) -> list[Check]:
    """Return the checks over user defaults, or over files of the whole computer."""
    return [
        check
        for check in shipped()
        if isinstance(check.detect, Defaults) and check.detect.domain.startswith("/") == files
    ]


def defaults(check: Check) -> Defaults:
    assert isinstance(check.detect, Defaults)
    return check.detect


def rule(check: Check) -> Rule:
    assert check.safe is not None
    return check.safe


def typed(what: Defaults, text: str) -> bool | int | str:
    """Return a spelled value as its kind."""
    if what.kind == "bool":
        return text == "true"
    return int(text) if what.kind == "int" else text


def safe_value(check: Check) -> bool | int | str:
    return typed(defaults(check), next(iter(rule(check).one_of), "300"))


def unsafe_starts(check: Check) -> list[bool | int | str | None]:
    """Return every unsafe state that a setting can start from; None is absent, and 1 may stand for true."""
    what = defaults(check)
    texts = [
        one
        for one in rule(check).valid or ("0", "601", "86400")
        if by_rule(rule(check), one) is Answer.UNSAFE
    ]
    starts: list[bool | int | str | None] = [typed(what, one) for one in texts]
    if what.kind == "bool":
        starts += [int(text == "true") for text in texts]
    if what.missing is not None and by_rule(rule(check), what.missing) is Answer.UNSAFE:
        starts.append(None)
    return starts
