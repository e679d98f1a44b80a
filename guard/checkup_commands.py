"""What `guard fix`, `guard undo` and the computer's half of `guard check` do in the terminal."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from guard import places
from guard.checkup.catalogue import Catalogue
from guard.checkup.check import Answer, Check, Result
from guard.checkup.mend import Put, PutBack, count
from guard.computer import this_computer
from guard.errors import BadInputError
from guard.hidden_words import ReadAhead, read_words
from guard.terminal import DONE, TO_DO, complain, say, say_json

_SECTIONS = ((Answer.UNSAFE, "To do:"), (Answer.UNKNOWN, "Cannot tell:"), (Answer.SAFE, "As it should be:"))
Told = tuple[tuple[Check, Result], ...]


def look() -> Told:
    """Read every check of this computer, what is to do first. Raises `GuardError` when nothing can be read at all."""
    computer = this_computer(ReadAhead(lambda: read_words(places.usual())))
    results = {result.id: result for result in computer.check_up.run()}
    if computer.check_up.notice:
        complain(computer.check_up.notice)
    told = [(check, results[check.id]) for check in computer.known.checks if check.id in results]
    return tuple(sorted(told, key=_to_do_first))


def to_do(told: Told) -> bool:
    """Tell whether any check asks for something."""
    return any(result.answer is Answer.UNSAFE for _, result in told)


def check_objects(told: Told) -> list[dict[str, Any]]:
    """Return the checks as JSON objects of the command line."""
    return [check_object(check, result) for check, result in told]


def check_object(check: Check, result: Result) -> dict[str, Any]:
    """Return one check and its answer as a JSON object of the command line."""
    return {
        "id": check.id,
        "title": check.title.of(result.answer),
        "group": check.group,
        "outcome": result.answer.value,
        "says": result.says,
        "evidence": list(result.evidence),
        "fixable": result.fixable,
        "undoable": result.undoable,
        "settings_link": check.link,
    }


def summary_object(told: Told) -> dict[str, int]:
    """Count the answers for the JSON summary."""
    return {answer.value: number for answer, number in count([result for _, result in told]).items()}


def tell(told: Told) -> None:
    """Say the answers in words."""
    say(summary(told))
    for answer, heading in _SECTIONS:
        some = [(check, result) for check, result in told if result.answer is answer]
        if some:
            say(heading)
        for check, result in some:
            say(f"  {result.says if answer is not Answer.SAFE else check.title.safe} [{check.id}]")
            for line in result.evidence if answer is not Answer.SAFE else ():
                say(f"      {line}")
            if answer is Answer.UNSAFE and (how := _how(check, result)):
                say(f"      {how}")


def summary(told: Told) -> str:
    """Return “12 safe, 2 to do, 3 cannot tell”; never a share of anything."""
    numbers = count([result for _, result in told])
    said = (
        f"{numbers[Answer.SAFE]} safe, {numbers[Answer.UNSAFE]} to do, {numbers[Answer.UNKNOWN]} cannot tell"
    )
    return f"{said}. {numbers[Answer.NOT_APPLICABLE]} do not apply to this computer."


def fix(options: argparse.Namespace) -> int:
    """Fix one check and read it again; 1 when it is not as it should be afterwards."""
    computer = this_computer()
    check = _known(computer.known, options.id)
    mended = computer.mender.fix(check)
    result = replace(mended.result, undoable=check.id in computer.mender.undoable())
    if options.json:
        say_json({"check": check_object(check, result), "changed": mended.changed, "says": mended.says})
    else:
        say(mended.says)
        if mended.changed:
            say(f"“guard undo {check.id}” puts back what was there.")
        elif result.answer is not Answer.SAFE:
            say(result.says)
            if check.guide:
                say(check.guide)
    return DONE if result.answer is Answer.SAFE else TO_DO


def undo(options: argparse.Namespace) -> int:
    """Put back one check's earlier setting, or all; 1 when some could not be."""
    mender = this_computer().mender
    done = mender.undo(options.id, force=options.force)
    if options.json:
        say_json({"undone": [{"id": one.check, "outcome": one.put.value, "says": one.says} for one in done]})
    else:
        for one in done:
            say(_undone(one))
        if not done:
            say("Guard has changed nothing, so there is nothing to put back.")
    return DONE if all(one.put in {Put.BACK, Put.ALREADY} for one in done) else TO_DO


def _undone(one: PutBack) -> str:
    said = f"{one.check}: {one.says}"
    return f"{said} See “guard undo {one.check} --force”." if one.put is Put.CHANGED_SINCE else said


def _known(catalogue: Catalogue, check_id: str) -> Check:
    check = catalogue.get(check_id)
    if check is None:
        raise BadInputError(
            f"Guard knows no check “{check_id}” for this system. Nothing was changed; “guard check” lists them."
        )
    return check


def _how(check: Check, result: Result) -> str:
    return f"“guard fix {check.id}” changes it." if result.fixable else check.guide


def _to_do_first(one: tuple[Check, Result]) -> tuple[int, int]:
    check, result = one
    order: Sequence[Answer] = [*(answer for answer, _ in _SECTIONS), Answer.NOT_APPLICABLE]
    return order.index(result.answer), -check.weight
