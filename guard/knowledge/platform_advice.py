"""What to do about a platform: which facts need a fresh look, and which settings come first. Pure."""

from collections.abc import Collection
from datetime import date

from guard.knowledge.platforms import Platform, Setting


def overdue(platform: Platform, today: date) -> bool:
    """Have these facts grown old? The last day of `review_after` itself still counts as fresh."""
    return today > platform.review_after


def recheck(platform: Platform, today: date) -> str:
    """Return the mark to show beside facts that have grown old, or nothing."""
    if not overdue(platform, today):
        return ""
    return f"Please re-check: this was last read on {platform.reviewed.isoformat()} and may have changed."


def tonight(platform: Platform, done: Collection[str] = ()) -> list[Setting]:
    """Return what is left to look at, most important first. `done` holds ids of ticked settings.

    Ids that belong to another platform, or to a setting that is no longer listed, change nothing.
    """
    left = [setting for setting in platform.settings if setting.id not in done]
    return sorted(left, key=lambda setting: -setting.weight)


def advice(platform: Platform, today: date, done: Collection[str] = ()) -> tuple[str, ...]:
    """Return a few plain sentences for a talk on this platform, the weightiest first."""
    sentences = [platform.status_note or "", platform.tip]
    if platform.status != "retired":
        sentences += [f"{setting.title}: {setting.path}." for setting in tonight(platform, done)[:1]]
    sentences.append(recheck(platform, today))
    return tuple(sentence for sentence in sentences if sentence)
