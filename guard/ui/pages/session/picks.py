"""What was agreed at the gate and is needed until the end: the limit, the sign to stop, the kind thing afterwards.

Held in memory only, never written or logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from guard.session.checklist import Checklist, Reply

LIMIT_ITEM = "boundaries.limit"
STOP_ITEM = "boundaries.stop-signal"
KIND_ITEM = "boundaries.aftercare"

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Picks:
    """What was picked, as it stands within a sentence; "" for what nobody picked."""

    off_the_table: str = field(default="", repr=False)
    stop_sign: str = field(default="", repr=False)
    kind_thing: str = field(default="", repr=False)

    def reminder(self) -> str:
        """Return what holds while a session goes on, a line each."""
        lines = (
            (translate("picks", "Off the table today: {picked}"), self.off_the_table),
            (translate("picks", "Stop: {picked}"), self.stop_sign),
        )
        return "\n".join(words.replace("{picked}", picked) for words, picked in lines if picked)

    def now(self) -> str:
        """Return what does good afterwards, as one line."""
        return (
            translate("picks", "Now: {picked}").replace("{picked}", self.kind_thing)
            if self.kind_thing
            else ""
        )


def picked(checklist: Checklist, replies: Mapping[str, Reply]) -> Picks:
    """Return the picks among `replies`, by item id."""

    def of(item_id: str) -> str:
        offered = next((item.options for item in checklist.items if item.id == item_id), [])
        picks = replies.get(item_id, Reply()).picks
        return ", ".join(_within(pick) if pick in offered else pick for pick in picks)

    return Picks(of(LIMIT_ITEM), of(STOP_ITEM), of(KIND_ITEM))


def _within(option: str) -> str:
    """Return an offered answer as it stands within a sentence; own words stay as they were written."""
    return option[:1].lower() + option[1:]
