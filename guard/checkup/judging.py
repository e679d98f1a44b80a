"""From what was read to an answer. Pure; a doubt is always "cannot tell"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from guard.checkup.check import Answer, Check, Desktop, Reading, Result, Rule
from guard.checkup.detect import Detect, Program, SystemUnit, UserUnit

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_LIST_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_QUOTED = re.compile(r"\\(.)")
_WORST_FIRST = (Answer.UNSAFE, Answer.UNKNOWN, Answer.SAFE)
_UNITS = Rule(one_of=("inactive",), valid=("active", "inactive"))
_SPOKEN: dict[Desktop, str] = {
    "gnome": "GNOME",
    "kde": "KDE Plasma",
    "cinnamon": "Cinnamon",
    "mate": "MATE",
    "xfce": "Xfce",
}


def by_rule(rule: Rule, value: str) -> Answer:
    """Say whether `value` is safe by `rule`; a value of another kind than the rule is about cannot be told."""
    text = value.strip()
    if rule.valid and text not in rule.valid:
        return Answer.UNKNOWN
    if rule.one_of:
        return Answer.SAFE if text in rule.one_of else Answer.UNSAFE
    if rule.none_of:
        items = _items(text)
        if items is None:
            return Answer.UNKNOWN
        unwanted = items if "*" in rule.none_of else [item for item in items if item in rule.none_of]
        return Answer.UNSAFE if unwanted else Answer.SAFE
    if (rule.least is None and rule.most is None) or not _WHOLE.fullmatch(text):
        return Answer.UNKNOWN
    number = int(text)
    low = rule.least is None or number >= rule.least
    high = rule.most is None or number <= rule.most
    return Answer.SAFE if low and high else Answer.UNSAFE


def elsewhere(check: Check, desktops: Collection[Desktop]) -> Reading | None:
    """Return why `check` is not about the desktop that runs; None when it is."""
    if not check.desktops or set(check.desktops) & set(desktops):
        return None
    wanted = " or ".join(_SPOKEN[desktop] for desktop in check.desktops)
    running = ", ".join(_SPOKEN[desktop] for desktop in desktops)
    why = (
        f"This is about {wanted}, and {running} is running here."
        if running
        else f"This is about {wanted}, which is not running here."
    )
    return Reading(Answer.NOT_APPLICABLE, why=why)


def answer_of(check: Check, reading: Reading) -> Answer:
    """Return what one reading of `check` means."""
    if reading.answer is not None:
        return reading.answer
    rule = check.safe or _rule_of(check.detect)
    if rule is None:
        return Answer.UNKNOWN
    found = {by_rule(rule, value) for value in (reading.value, *reading.more)}
    return next(answer for answer in _WORST_FIRST if answer in found)


def answer_beside(what: Detect, reading: Reading) -> Answer:
    """Return what evidence beside a setting means by itself."""
    if reading.answer is not None:
        return reading.answer
    rule = _rule_of(what)
    return by_rule(rule, reading.value) if rule is not None else Answer.UNKNOWN


def without_program(program: Program, seen: Reading) -> Reading | None:
    """Return why a program that is not there leaves nothing to ask; None when there is something."""
    if program.needed or seen.value != "absent":
        return None
    return Reading(Answer.NOT_APPLICABLE, why=seen.why, evidence=seen.evidence)


def with_program(check: Check, program: Program, seen: Reading, setting: Reading) -> Reading:
    """Return what the setting means with what was seen of the program that goes by it."""
    setting = replace(setting, evidence=(*setting.evidence, *seen.evidence))
    own = answer_of(check, setting)
    if seen.value == "running" or own not in (Answer.SAFE, Answer.UNSAFE):
        return setting
    if not program.needed:
        if not seen.value:
            return setting
        return replace(setting, why=f"{setting.why} {seen.why}".strip())
    if own is Answer.SAFE or seen.value in {"another", "absent"}:
        return replace(setting, answer=Answer.UNKNOWN, why=seen.why)
    return setting


def judge(check: Check, reading: Reading, also: Sequence[Reading] = ()) -> Result:
    """Put the setting and the evidence beside it together. Evidence can only make the answer worse."""
    own = answer_of(check, reading)
    why = reading.why
    told = [
        (answer, one)
        for what, one in zip(check.also, also, strict=False)
        if (answer := answer_beside(what, one)) is not Answer.NOT_APPLICABLE
    ]
    answer = own
    if own is not Answer.NOT_APPLICABLE:
        answer = min((own, *(one for one, _ in told)), key=_WORST_FIRST.index)
    if answer is not own:
        why = next(one.why for worse, one in told if worse is answer)
    if answer is Answer.UNKNOWN and not why:
        why = "What was read is not a value that Guard knows."
    return Result(
        id=check.id,
        answer=answer,
        says=" ".join(
            filter(None, (_ended(check.title.of(answer)), why, _MANAGED if reading.managed else ""))
        ),
        evidence=(*reading.evidence, *(line for _, one in told for line in one.evidence)),
        managed=reading.managed,
        fixable=check.fix is not None and own is Answer.UNSAFE and not reading.managed,
    )


def _rule_of(what: Detect) -> Rule | None:
    """Return the rule that a probe brings along: a service is safe when it does not run."""
    return _UNITS if isinstance(what, SystemUnit | UserUnit) else None


_MANAGED = "It is managed by your organisation or by this computer's administrator."


def _ended(title: str) -> str:
    return title if title.endswith((".", "?")) else f"{title}."


def _items(text: str) -> list[str] | None:
    """Read a list of texts as GVariant or JSON prints it; None when it is none."""
    body = text.removeprefix("@as").strip()
    if not (body.startswith("[") and body.endswith("]")):
        return None
    inner = body[1:-1].strip()
    found = [_QUOTED.sub(r"\1", one or other) for one, other in _LIST_ITEM.findall(inner)]
    rest = _LIST_ITEM.sub("", inner).replace(",", "").strip()
    return found if not rest else None
