"""The Help page's words for what the data files say with ids."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from guard.knowledge.dated import Dated
from guard.knowledge.law import NOT_FOUND, Law
from guard.ui.pages.settings.dates import day

translate = QCoreApplication.translate

_DAY, _MONTH = 10, 7  # characters of "2024-01-31" and "2024-01"
_BREAKS = "/.-_?=&"


def subject(name: str) -> str:
    """Name a subject of the law."""
    return {
        "intimate-images": translate("Help", "Intimate images shared without a yes"),
        "deepfakes": translate("Help", "Images that were made up or changed"),
        "unwanted-images": translate("Help", "Intimate images that nobody asked for"),
        "recording": translate("Help", "Recording a conversation"),
        "age": translate("Help", "Age"),
    }.get(name, name.replace("-", " ").capitalize())


def need(name: str) -> str:
    """Name a kind of help."""
    return {
        "crisis": translate("Help", "When it is too much right now"),
        "image-removal": translate("Help", "Taking images down"),
        "under-18": translate("Help", "Somebody was under 18"),
        "sextortion": translate("Help", "Threats to share images"),
        "victim-support": translate("Help", "Support after a crime"),
        "abuse": translate("Help", "Violence or control in a relationship"),
        "stalking": translate("Help", "Being followed or watched"),
        "sexual-harm": translate("Help", "Sexual harm"),
        "lgbtq": translate("Help", "For LGBTQ people"),
        "men": translate("Help", "For men"),
    }.get(name, name.replace("-", " ").capitalize())


def when(name: str) -> str:
    """Name a part of a guide."""
    return {
        "right-now": translate("Help", "Right now"),
        "next": translate("Help", "Then"),
        "later": translate("Help", "Later, when there is room for it"),
    }.get(name, name.replace("-", " ").capitalize())


def known(words: str) -> str:
    """Return `words`, or say that nobody could tell."""
    return translate("Help", "not known") if words == NOT_FOUND else words


def in_force(law: Law, today: date) -> str:
    """Say since when a law holds, or from when on it will."""
    since = law.in_force
    if since == NOT_FOUND:
        return translate("Help", "Guard did not find since when it is in force.")
    words = (
        translate("Help", "Comes into force: {date}.")
        if since > today.isoformat()[: len(since)]
        else translate("Help", "In force since {date}.")
    )
    return words.format(date=_partly(since))


def confidence(fact: Dated) -> str:
    """Say how well a fact was confirmed."""
    if fact.confidence == "high":
        return translate("Help", "Well confirmed: read in the source itself or on an official page.")
    return translate("Help", "Partly confirmed: read in at least two copies or summaries.")


def reviewed(fact: Dated, today: date) -> str:
    """Say when a fact was last looked at, and that it needs another look if it does."""
    words = (
        translate("Help", "Last checked on {date}. That is a while ago, so please re-check it.")
        if fact.overdue(today)
        else translate("Help", "Last checked on {date}.")
    )
    return words.format(date=day(fact.reviewed))


def address(url: str) -> str:
    """Write an address so that a long one can go on in the next line."""
    shown = url.removeprefix("https://").rstrip("/")
    return "".join(f"{each}\u200b" if each in _BREAKS else each for each in shown)


def _partly(since: str) -> str:
    """Write "2024", "2024-01" or "2024-01-31" as the system writes dates."""
    if len(since) == _DAY:
        return day(date.fromisoformat(since))
    if len(since) == _MONTH:
        return QLocale().toString(QDate(int(since[:4]), int(since[5:]), 1), "MMMM yyyy")
    return since
