"""From what was read to an answer. Pure; a doubt is always "cannot tell"."""

import re
from collections.abc import Collection, Sequence

from guard.checkup.check import Answer, Check, Desktop, Reading, Result, Rule

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_LIST_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
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
    if not _WHOLE.fullmatch(text):
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
    return by_rule(check.safe, reading.value) if check.safe is not None else Answer.UNKNOWN


def judge(check: Check, reading: Reading, also: Sequence[Reading] = ()) -> Result:
    """Put the setting and the evidence beside it together. Evidence can only make the answer worse."""
    answer = answer_of(check, reading)
    why = reading.why
    if answer is Answer.UNKNOWN and not why:
        why = "What was read is not a value that Guard knows."
    beside = [one for one in also if one.answer is not Answer.NOT_APPLICABLE]
    if answer in (Answer.SAFE, Answer.UNSAFE):
        for worse in (Answer.UNSAFE, Answer.UNKNOWN):
            found = next((one for one in beside if one.answer is worse), None)
            if found is not None and answer is Answer.SAFE:
                answer, why = worse, found.why
    evidence = (*reading.evidence, *(line for one in beside for line in one.evidence))
    managed = reading.managed
    return Result(
        id=check.id,
        answer=answer,
        says=" ".join(
            part for part in (_ended(check.title.of(answer)), why, _MANAGED if managed else "") if part
        ),
        evidence=evidence,
        managed=managed,
        fixable=check.fix is not None and answer_of(check, reading) is Answer.UNSAFE and not managed,
    )


_MANAGED = "It is managed by your organisation or by this computer's administrator."


def _ended(title: str) -> str:
    return title if title.endswith((".", "?")) else f"{title}."


def _items(text: str) -> list[str] | None:
    """Read a list of texts as GVariant or JSON prints it; None when it is none."""
    body = text.removeprefix("@as").strip()
    if not (body.startswith("[") and body.endswith("]")):
        return None
    inner = body[1:-1].strip()
    found = [(one or other) for one, other in _LIST_ITEM.findall(inner)]
    rest = _LIST_ITEM.sub("", inner).replace(",", "").strip()
    return found if not rest else None
