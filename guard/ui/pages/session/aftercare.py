"""After a session: a few gentle things, chosen by how it ended. All of them may be skipped."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.errors import GuardError
from guard.session.aftercare import Endings
from guard.session.model import EndReason
from guard.ui.pages.check_line import CheckLine
from guard.ui.pages.help.large_choice import LargeChoice
from guard.ui.pages.scene import Scene
from guard.ui.pages.session.exercise import ExercisePlayer
from guard.ui.pages.session.picks import Picks
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear, first_stop
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.wellbeing import grounding
from guard.wellbeing.entries import End, Person
from guard.wellbeing.grounding import Exercise, Grounding, Offer

_ROOM_FOR_A_PICTURE = 460  # pixels
_KIND_THING = "kind-thing"
"""The offer that reminds of a kind thing without naming it."""


class AftercareStep(Step):
    """Asks nothing and keeps nothing: the ticks are for oneself and are gone with the page."""

    done = Signal()
    help_wanted = Signal()
    services_wanted = Signal()
    copy_wanted = Signal(str)
    """How to reach somebody, for the clipboard."""

    def __init__(
        self,
        endings: Endings,
        load: Callable[[], Grounding] = grounding.load,
        parent: QWidget | None = None,
    ) -> None:
        """`load` reads what is offered; where that fails, the few words of `endings` stand in."""
        super().__init__(parent)
        self._endings, self._load = endings, load
        self._person: Person | None = None
        self._reason: EndReason | None = None
        self._picks = Picks()
        self._scene = Scene()
        self.column.addWidget(self._scene)
        self._why = text.hint("")
        self.column.addWidget(self._why)
        self._yours = Card(tone="calm")
        self.column.addWidget(self._yours)
        self.player = ExercisePlayer()
        self.player.left.connect(self._put_back)
        self.column.addWidget(self.player)
        self._quiet = Card(self.tr("A quiet minute"))
        self._exercises = QVBoxLayout()
        self._exercises.setSpacing(SPACE)
        self._quiet.body.addLayout(self._exercises)
        self.column.addWidget(self._quiet)
        self._card = Card(self.tr("Small things that may do good"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE)
        self._card.body.addLayout(self._lines)
        self.column.addWidget(self._card)
        self.column.addWidget(self._support())
        self.column.addStretch(1)
        self.says.setText(self.tr("Tick what you like, or nothing. None of it is kept."))
        self._go = buttons.primary(self.tr("Done for now"))
        self._go.clicked.connect(self._finish)
        self.add_way(self._go)

    def show_ending(self, reason: EndReason | None) -> None:
        """Choose the words by how it ended."""
        care = self._endings.after(reason)
        self._reason = reason
        self.name(care.title, care.intro)
        self._why.setText(self._because(reason))
        self._why.setVisible(bool(self._why.text()))
        self._help.setVisible(care.end == "hard")
        self.player.stop()
        self._offer()

    def show_agreed(self, picks: Picks) -> None:
        """Begin with the kind thing that was picked before the session."""
        self._picks = picks
        self._offer()

    @property
    def remark(self) -> str:
        """How it ended, and what was picked for now."""
        parts = (self._why.text(), self._picks.now())
        return " ".join(text.sentence(part) for part in parts if part)

    def show_person(self, person: Person | None) -> None:
        """Offer to write to `person`, one of their own; None offers it in general."""
        if person != self._person:
            self._person = person
            self._offer()

    def focus(self) -> None:
        """Bring the keyboard to the first thing that does good, where no press skips the others."""
        (first_stop(self.page) or self._go).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape leave an exercise."""
        if event.key() == Qt.Key.Key_Escape and not self.player.isHidden():
            self.player.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the words where there is little."""
        super().resizeEvent(event)
        self._scene.setVisible(self.player.isHidden() and self.height() >= _ROOM_FOR_A_PICTURE)

    def _support(self) -> QWidget:
        """Two quiet ways to people who listen, after a hard end."""
        self._help = QWidget()
        row = Flow(self._help, spacing=SPACE * 2)
        people = buttons.link(self.tr("Help and people to talk to"), "help")
        people.clicked.connect(self.help_wanted)
        services = buttons.link(self.tr("Services where you are"), "heart")
        services.clicked.connect(self.services_wanted)
        row.addWidget(people)
        row.addWidget(services)
        return self._help

    def _offer(self) -> None:
        clear(self._exercises)
        clear(self._lines)
        clear(self._yours.body)
        mine = self._picks.now()
        self._yours.setAccessibleName(mine)
        if mine:
            self._yours.body.addWidget(CheckLine(mine))
        care = self._endings.after(self._reason)
        try:
            offers = self._load().offers(End.of(self._reason), (self._person,) if self._person else ())
        except GuardError:
            offers = tuple(Offer(f"{place}", "rest", words) for place, words in enumerate(care.suggestions))
        for offer in offers:
            if offer.exercise is not None:
                self._exercises.addWidget(self._begin(offer, offer.exercise))
            elif offer.person is not None:
                self._lines.addWidget(self._somebody(offer, offer.person))
            elif offer.kind != "help" and not (
                mine and offer.id == _KIND_THING
            ):  # the links below are the help
                self._lines.addWidget(CheckLine(offer.text))
        self._clear_away(playing=not self.player.isHidden())

    def _begin(self, offer: Offer, exercise: Exercise) -> QWidget:
        about = self.tr("{title}: about {seconds} seconds, and you can leave it at any moment.")
        button = LargeChoice(offer.text, about.format(title=exercise.title, seconds=exercise.seconds))
        button.clicked.connect(lambda: self._play(exercise))
        return button

    def _somebody(self, offer: Offer, person: Person) -> QWidget:
        """Return the line for one of their own people, with how to reach them."""
        whole = Bending()
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(CheckLine(offer.text))
        how = ", ".join(words for words in (person.reach, person.when) if words)
        if how:
            hint = text.hint(how)
            hint.setContentsMargins(SPACE * 4, 0, 0, 0)
            column.addWidget(hint)
        whole.row.addWidget(said, 1)
        if person.reach:
            copy = buttons.quiet(self.tr("Copy"), "copy")
            copy.setAccessibleName(self.tr("Copy how to reach {name}").format(name=person.name))
            copy.clicked.connect(lambda: self.copy_wanted.emit(person.reach))
            whole.row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return whole

    def _play(self, exercise: Exercise) -> None:
        self._clear_away(playing=True)
        self.player.start(exercise)
        self.page.verticalScrollBar().setValue(0)

    def _clear_away(self, *, playing: bool) -> None:
        """Leave nothing but the exercise on the page while it goes on."""
        self._scene.setVisible(not playing and self.height() >= _ROOM_FOR_A_PICTURE)
        self._yours.setVisible(not playing and bool(self._picks.kind_thing))
        self._card.setVisible(not playing and self._lines.count() > 0)
        self._quiet.setVisible(not playing and self._exercises.count() > 0)

    def _put_back(self) -> None:
        self._clear_away(playing=False)
        item = self._exercises.itemAt(0)
        button = item.widget() if item is not None else None
        (button or self._go).setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        self.player.stop()
        self.done.emit()

    def _because(self, reason: EndReason | None) -> str:
        """Say how it ended where a person may not know; never ask."""
        if reason is None:
            return ""
        return {
            EndReason.NO_FRESH_YES: self.tr(
                "Without two fresh yeses it ends here. That is how it should be."
            ),
            EndReason.TIME_UP: self.tr("The time you planned is over, with the little longer you agreed on."),
            EndReason.SLEPT: self.tr("The computer slept for a long time, so the session has ended."),
        }.get(reason, "")
