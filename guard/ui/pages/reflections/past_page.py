"""The tab that looks back: the day after if it is due, then what was noted, week by week."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.ui.pages.reflections.lookback import WeekList
from guard.ui.pages.reflections.morning_card import MorningCard
from guard.ui.pages.reflections.reading import WEEKS_AT_ONCE, Past, Reading
from guard.ui.pages.reflections.sheet import Answers
from guard.ui.pages.reflections.telling import Day
from guard.ui.remembering import Remembering
from guard.ui.widgets import buttons
from guard.ui.widgets.banner import Banner
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.page import Page
from guard.wellbeing.entries import Note, SessionNote
from guard.wellbeing.prompts import Prompt


class PastPage(Page):
    """Asks the journal each time it is seen."""

    kept_wanted = Signal()

    def __init__(
        self, desk: NotesDesk, remembering: Remembering, reading: Reading, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.title.setText(self.tr("Look back"))
        self.subtitle.setText(self.tr("For your eyes alone. Nothing here is a score."))
        self.subtitle.show()
        self.setAccessibleName(self.tr("Look back"))
        self._desk, self._remembering, self._reading = desk, remembering, reading
        self._weeks_wanted = WEEKS_AT_ONCE
        self._asked_about: Note[SessionNote] | None = None
        self._put_off = ""
        self._banner: Banner | None = None
        self._state: QWidget | None = None
        self.morning = MorningCard()
        self.morning.kept.connect(self._keep_morning)
        self.morning.left.connect(self._leave_morning)
        self.weeks = WeekList()
        self.weeks.earlier_wanted.connect(self._show_earlier)
        self.weeks.forget_wanted.connect(self._forget)
        for part in (self.morning, self.weeks):
            self.column.addWidget(part)
            part.hide()
        self.column.addStretch(1)
        remembering.changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Read, unless the window has only come back."""
        super().showEvent(event)
        if not event.spontaneous():
            self._changed()

    def _changed(self) -> None:
        if self.isVisible():
            self._reading.past(self._weeks_wanted, self._show, self._cannot)
            self._ask_in_the_morning()

    def _ask_in_the_morning(self) -> None:
        note = self._remembering.morning_after
        if note is None or note.session == self._put_off:
            self._asked_about = None
            self.morning.forget()
            self.morning.hide()
        elif self._asked_about is None or self._asked_about.session != note.session:
            self._asked_about = note
            self._remembering.morning_questions(note, lambda some: self._show_morning(note, some))

    def _show_morning(self, note: Note[SessionNote], questions: tuple[Prompt, ...]) -> None:
        asked = self._remembering.asked_in_the_morning(questions)
        if asked and self._asked_about == note:
            self.morning.ask(asked, self._desk.library().feelings)
            self.morning.show()

    def _keep_morning(self, answers: Answers) -> None:
        if self._asked_about is not None:
            self._remembering.keep_morning(self._asked_about, answers)
        self._close_morning()

    def _leave_morning(self) -> None:
        if self._asked_about is not None:
            self._put_off = self._asked_about.session
        self._close_morning()

    def _close_morning(self) -> None:
        self._asked_about = None
        self.morning.forget()
        self.morning.hide()

    def _show(self, past: Past) -> None:
        self._warn(" ".join(words for words in (past.read_only, past.notice) if words))
        self.weeks.setVisible(past.any_notes)
        if past.any_notes:
            self._say(None)
            self.weeks.show_weeks(past.weeks, more=past.more)
            return
        choose = buttons.quiet(self.tr("See what is noted"))
        choose.clicked.connect(self.kept_wanted)
        self._say(
            EmptyState(
                "reflections",
                self.tr("Nothing is noted yet"),
                self.tr(
                    "After an evening, Guard asks two or three gentle questions. What you answer stays here, encrypted, for you alone."
                ),
                choose,
            )
        )

    def _cannot(self, error: GuardError) -> None:
        self._warn("")
        self.weeks.hide()
        again = buttons.quiet(self.tr("Try again"), "refresh")
        again.clicked.connect(self._changed)
        self._say(EmptyState("lock", self.tr("The notes cannot be read now"), error.sentence, again))

    def _show_earlier(self) -> None:
        self._weeks_wanted += WEEKS_AT_ONCE
        self._changed()

    def _forget(self, day: Day) -> None:
        def done(left: tuple[str, ...]) -> None:
            self._desk.tell(" ".join((self.tr("The notes of that day are forgotten."), *left)))
            self._remembering.forgot()

        self._reading.forget(day, done, lambda error: self._desk.tell(error.sentence))

    def _warn(self, words: str) -> None:
        """Say above the weeks what cannot be changed or shown."""
        if self._banner is not None:
            self.column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if words:
            self._banner = Banner(words)
            self._banner.dismissed.connect(self._banner.hide)
            self.column.insertWidget(2, self._banner)

    def _say(self, state: QWidget | None) -> None:
        """Show one state in the place of weeks."""
        if self._state is not None:
            self.column.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
        self._state = state
        if state is not None:
            self.column.insertWidget(self.column.count() - 1, state)
