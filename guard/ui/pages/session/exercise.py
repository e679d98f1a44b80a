"""A short exercise for coming down: a few words at a calm pace, with a quiet picture for those who like one."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from guard.ui import theme
from guard.ui.pages.session.speaking import say
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.breath import Breath, eased
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.wellbeing.grounding import Exercise, Moment

_MOVING_MS, _STILL_MS = 40, 250
_REST = 0.5


class ExercisePlayer(Card):
    """Goes through one exercise. It can be left at any moment, and nothing of it is kept."""

    left = Signal()
    """Somebody has had enough of it, or it is over and closed."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        still: Callable[[], bool] = theme.reduced_motion,
        parent: QWidget | None = None,
    ) -> None:
        """`clock` counts seconds; `still` tells whether the system asks for less movement."""
        super().__init__(tone="calm", parent=parent)
        self._clock, self._system_still = clock, still
        self._exercise: Exercise | None = None
        self._over: Exercise | None = None
        self._began = 0.0
        self._said: tuple[int, int] | None = None
        self._still = False
        self._filled = _REST
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self.title = text.hint("")
        self.words = text.section("")
        self.step = text.hint("")
        self.breath = Breath()
        self.intro = text.hint("")
        centre = Qt.AlignmentFlag.AlignHCenter
        self.body.setSpacing(SPACE)
        for label in (self.title, self.words, self.step):
            label.setAlignment(centre)
            self.body.addWidget(label)
        self.body.addWidget(self.breath, 0, centre)
        self.intro.setAlignment(centre)
        self.body.addWidget(self.intro)
        self.body.addWidget(self._ways(), 0, centre)
        self.hide()

    @property
    def playing(self) -> bool:
        """Whether it goes on now."""
        return self._timer.isActive()

    def start(self, exercise: Exercise) -> None:
        """Begin `exercise` from its beginning."""
        self._exercise, self._began, self._said = exercise, self._clock(), None
        self._filled = _REST
        self.title.setText(exercise.title)
        self.setAccessibleName(exercise.title)
        self.intro.setText(exercise.intro)
        self._again.hide()
        self._leave.setText(self.tr("Leave it here"))
        self._turn(still=self._system_still() or self._still)
        say(self, f"{exercise.title}. {exercise.intro}")
        self.show()
        self.look()
        self._leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """End it without a word."""
        self._timer.stop()
        self._exercise = None
        self.hide()

    def leave(self) -> None:
        """End it, and say that it was left."""
        self.stop()
        self.left.emit()

    def look(self) -> None:
        """Show where it is now."""
        if self._exercise is None:
            return
        seconds = self._clock() - self._began
        moment = self._exercise.at(seconds)
        if moment is None:
            self._end()
            return
        self._say(self._exercise, moment)
        if not self._still:
            self._filled = _fill(moment, self._filled)
            self.breath.show_breath(self._filled, seconds / self._exercise.seconds)

    def hideEvent(self, event: QHideEvent) -> None:
        """Move nothing that nobody sees."""
        super().hideEvent(event)
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where its time is by now."""
        super().showEvent(event)
        if self._exercise is not None:
            self._timer.start(_STILL_MS if self._still else _MOVING_MS)

    def _ways(self) -> QWidget:
        ways = QWidget()
        row = Flow(ways)
        self._leave = buttons.quiet(self.tr("Leave it here"))
        self._leave.clicked.connect(self.leave)
        self._again = buttons.quiet(self.tr("Once more"), "refresh")
        self._again.clicked.connect(self._repeat)
        self.without = buttons.link("")
        self.without.clicked.connect(lambda: self._turn(still=not self._still))
        for way in (self._leave, self._again, self.without):
            row.addWidget(way)
        return ways

    def _turn(self, *, still: bool) -> None:
        self._still = still
        self.breath.setVisible(not still)
        self.without.setText(self.tr("With movement") if still else self.tr("Without movement"))
        self._said = None
        if self._exercise is not None:
            self._timer.start(_STILL_MS if still else _MOVING_MS)

    def _say(self, exercise: Exercise, moment: Moment) -> None:
        """Change the words when a step begins, never in between."""
        place = moment.round, moment.number
        if place == self._said:
            return
        self._said = place
        words = moment.words(reduced_motion=self._still)
        self.words.setText(words)
        if exercise.rounds > 1:
            part = self.tr("{number} of {all}").format(number=moment.round + 1, all=exercise.rounds)
        else:
            part = self.tr("{number} of {all}").format(number=moment.number + 1, all=len(exercise.step))
        self.step.setText(part)
        say(self, words)

    def _end(self) -> None:
        self._timer.stop()
        self._over, self._exercise = self._exercise, None
        self.words.setText(self.tr("That was all. Stay as long as you like."))
        self.step.setText("")
        self.breath.show_breath(_REST, 1.0)
        self._again.show()
        self._leave.setText(self.tr("Close"))
        say(self, self.words.text())

    def _repeat(self) -> None:
        if self._over is not None:
            self.start(self._over)


def _fill(moment: Moment, before: float) -> float:
    """Return how wide the circle is at `moment`; where nothing moves it comes to rest."""
    match moment.step.move:
        case "in":
            return eased(moment.done)
        case "out":
            return 1 - eased(moment.done)
        case "hold":
            return before
        case _:
            return before + (_REST - before) * 0.05
