"""What a platform's facts are called, in plain words."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from guard.knowledge.platform_advice import overdue
from guard.knowledge.platforms import Platform, Where
from guard.ui.pages.settings.dates import day

translate = QCoreApplication.translate


def name(platform: Platform) -> str:
    """Name a platform; one that is gone or has become worse says so with its name."""
    return {
        "active": platform.name,
        "downgraded": translate("platforms", "{name} (has become worse)").format(name=platform.name),
        "retired": translate("platforms", "{name} (closed down)").format(name=platform.name),
    }[platform.status]


def where(which: Where) -> str:
    """Say on which device a setting is found."""
    return {
        "desktop": translate("platforms", "On the computer"),
        "phone": translate("platforms", "On the phone"),
        "web": translate("platforms", "In the browser"),
        "all": translate("platforms", "On every device"),
    }[which]


def recheck(platform: Platform, today: date) -> str:
    """Ask for a fresh look at facts that have grown old; "" for fresh ones."""
    if not overdue(platform, today):
        return ""
    return translate(
        "platforms", "Please re-check: this was last read on {day} and may have changed."
    ).format(day=day(platform.reviewed))


def source(platform: Platform) -> str:
    """Say where the facts come from, when they were read, and how sure they are."""
    sure = {
        "high": translate("platforms", "The source says so itself."),
        "medium": translate("platforms", "Put together from more than one place."),
    }[platform.confidence]
    return translate("platforms", "Source: {source} ({url}). Last read on {day}. {sure}").format(
        source=platform.source.rstrip("."), url=platform.source_url, day=day(platform.reviewed), sure=sure
    )


def left(number: int, total: int) -> str:
    """Say how many settings are still to be looked at."""
    if not total:
        return translate("platforms", "No setting is known that would help here.")
    if not number:
        return translate("platforms", "You have looked at all of them.")
    return translate("platforms", "{number} of {total} still to look at, the most important first.").format(
        number=number, total=total
    )


def looked(when: date) -> str:
    """Say when a setting was looked at."""
    return translate("platforms", "Looked at on {day}.").format(day=day(when))
