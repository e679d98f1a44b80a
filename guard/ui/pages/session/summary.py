"""What was agreed before a session, in a few lines to read back."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from guard.capture.finding import Kind
from guard.session.checklist import Checklist, Reply
from guard.session.model import Plan
from guard.ui.pages import words
from guard.ui.pages.session.ready import Line
from guard.ui.pages.session.rhythm import in_words

translate = QCoreApplication.translate


def plan_lines(plan: Plan | None, place: str, programs: Mapping[str, str]) -> list[Line]:
    """Return who, where, and which captures belong to it; `programs` are names by id."""
    if plan is None:
        return []
    return [
        (translate("summary", "Who you are here"), plan.profile_name),
        (translate("summary", "Where you talk"), place or translate("summary", "Another platform")),
        (translate("summary", "What Guard stays quiet about"), _expected(plan, programs)),
        (translate("summary", "How long, and how often we ask"), in_words(plan)),
    ]


def pick_lines(checklist: Checklist, replies: Mapping[str, Reply]) -> list[Line]:
    """Return everything that was picked or written."""
    return [
        (item.text, ", ".join(picks))
        for item in checklist.items
        if (picks := replies.get(item.id, Reply()).picks)
    ]


def _expected(plan: Plan, names: Mapping[str, str]) -> str:
    programs: dict[str, list[str]] = {}
    for one in plan.expected:
        programs.setdefault(names.get(one.program, one.program), []).append(words.kind(Kind(one.kind)))
    if not programs:
        return translate("summary", "Nothing")
    return "; ".join(f"{program}: {', '.join(kinds)}" for program, kinds in programs.items())
