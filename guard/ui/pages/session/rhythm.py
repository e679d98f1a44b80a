"""How often it is asked how it is, and for how long the session is meant to be."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.session.model import Plan
from guard.session.plan import LEAST_CHECK_IN, MINUTE, MOST_CHECK_IN
from guard.ui.pages.choice import Choice, Option
from guard.ui.theme import SPACE
from guard.ui.widgets import text

_INTERVALS = (10, 15, 20, 30, 45)
_LENGTHS = (0, 30, 60, 90, 120)

translate = QCoreApplication.translate


def usual_check_in() -> int:
    """Return the minutes between check-ins when nobody has chosen."""
    return 20


def in_words(plan: Plan) -> str:
    """Say a plan's rhythm in one line."""
    every = translate("rhythm", "A check-in every %n minutes", None, round(plan.check_in / MINUTE))
    if not plan.length:
        return translate("rhythm", "{every}, no fixed end.").format(every=every)
    planned = translate("rhythm", "planned for %n minutes", None, round(plan.length / MINUTE))
    return translate("rhythm", "{every}, {planned}.").format(every=every, planned=planned)


class RhythmChoice(QWidget):
    """Two rows of minutes. The usual ones are chosen; they bind nobody to anything."""

    def __init__(self, usual: Callable[[], int] = usual_check_in, parent: QWidget | None = None) -> None:
        """`usual` returns the minutes between check-ins that are wanted as a rule."""
        super().__init__(parent)
        self._usual = usual
        minutes = min(max(usual(), round(LEAST_CHECK_IN / MINUTE)), round(MOST_CHECK_IN / MINUTE))
        self._intervals = sorted({*_INTERVALS, minutes})
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self.often = self._ask(
            self.tr("A short check-in every so many minutes"), [f"{each}" for each in self._intervals]
        )
        self.long = self._ask(
            self.tr("How long it is meant to be, in minutes"),
            [self.tr("No fixed end") if not each else f"{each}" for each in _LENGTHS],
        )
        self._column.addWidget(
            text.hint(
                self.tr(
                    "The first check-in comes after half the time. Without an answer the session pauses, then ends. When the planned time is over, everyone may say yes to half of it once more."
                )
            )
        )
        self.clear()

    @property
    def check_in(self) -> float:
        """The seconds between two check-ins."""
        return self._intervals[self.often.place() or 0] * MINUTE

    @property
    def length(self) -> float:
        """The planned seconds; 0 leaves the end open."""
        return _LENGTHS[self.long.place() or 0] * MINUTE

    def clear(self) -> None:
        """Choose the usual, or what comes next to it."""
        usual = self._usual()
        nearest = min(self._intervals, key=lambda minutes: abs(minutes - usual))
        self.often.choose(self._intervals.index(nearest))
        self.long.choose(0)

    def _ask(self, question: str, answers: list[str]) -> Choice:
        self._column.addWidget(text.body(question))
        choice = Choice([Option(answer) for answer in answers], question)
        self._column.addWidget(choice)
        return choice
