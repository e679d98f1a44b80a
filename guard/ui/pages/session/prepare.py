"""The plan: who I am here, where we talk, what may use camera and microphone, how long and how often."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from guard.knowledge.platforms import Platform
from guard.session.model import Plan
from guard.ui.pages.choice import Choice
from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.pseudonym_form import PseudonymForm
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.place import PlaceChoice
from guard.ui.pages.session.programs import ProgramChoice, ProgramList
from guard.ui.pages.session.rhythm import RhythmChoice, usual_check_in
from guard.ui.pages.session.step import Step
from guard.ui.pages.who import WhoChoice
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card


class PrepareStep(Step):
    """Makes a plan. Nothing but its usual rhythm is chosen beforehand."""

    planned = Signal(object)
    """The finished `Plan`."""

    def __init__(
        self,
        desk: Pseudonyms,
        platforms: Sequence[Platform],
        programs: Callable[[], Sequence[ProgramChoice]],
        check_in: Callable[[], int] = usual_check_in,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._programs = programs
        self.name(self.tr("Prepare a session"), self.tr("A few small questions, then the checklist."))
        self.form = PseudonymForm(desk)
        self.form.hide()
        self.column.addWidget(self._who())
        self.column.addWidget(self.form)
        self.column.addWidget(self._where(platforms))
        self.column.addWidget(self._what())
        self.rhythm = RhythmChoice(check_in)
        rhythm = Card(self.tr("How long, and how often do we ask?"))
        rhythm.body.addWidget(self.rhythm)
        self.column.addWidget(rhythm)
        self.column.addStretch(1)
        self._go = buttons.primary(self.tr("Continue to the checklist"))
        self._go.clicked.connect(self._finish)
        self.add_way(self._go)
        desk.changed.connect(self._show_pseudonyms)
        desk.added.connect(self.who.choose)
        self.form.closed.connect(self._closed)
        self._show_pseudonyms()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what may have changed while nobody looked."""
        super().showEvent(event)
        self._show_programs()
        if not event.spontaneous():
            self._desk.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return go on from wherever an answer was given, once the plan is complete."""
        focus = self.focusWidget()
        answers = (
            focus is not None and not isinstance(focus, QPushButton) and not self.form.isAncestorOf(focus)
        )
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and answers and self._go.isEnabled():
            self._finish()
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Choose nothing."""
        self.who.choose("")
        self.place.clear()
        self._list.clear()
        self.rhythm.clear()
        self._refresh()

    def show_with_who(self, part: QWidget) -> None:
        """Put `part` right below the choice of a pseudonym."""
        self.column.insertWidget(self.column.indexOf(self.form) + 1, part)

    def program_names(self) -> dict[str, str]:
        """Return what the offered programs are called, by id."""
        return {program.id: program.name for program in self._programs()}

    def _who(self) -> Card:
        card = Card(self.tr("Who are you here?"))
        card.body.addWidget(KeyringNotice(self._desk))
        self._nobody = text.body(self.tr("You have no pseudonym yet. Make one here; it takes a moment."))
        card.body.addWidget(self._nobody)
        self.who = WhoChoice(self._desk)
        self.who.changed.connect(self._refresh)
        card.body.addWidget(self.who)
        self._new = buttons.link(self.tr("Make a new pseudonym"), "plus")
        self._new.clicked.connect(self._open)
        card.body.addWidget(self._new)
        return card

    def _where(self, platforms: Sequence[Platform]) -> Card:
        card = Card(self.tr("Where do you talk?"))
        self.place = PlaceChoice(platforms)
        self.place.changed.connect(self._show_programs)
        card.body.addWidget(self.place)
        return card

    def _what(self) -> Card:
        card = Card(self.tr("What may use your camera and microphone?"))
        card.body.addWidget(
            text.hint(
                self.tr(
                    "Tick what you will really use. Guard stays quiet about these, and about nothing else. Leaving all of it empty is fine."
                )
            ),
        )
        self._list = ProgramList()
        card.body.addWidget(self._list)
        return card

    def _open(self) -> None:
        self.form.open()
        self._new.hide()
        self.page.ensureWidgetVisible(self.form)

    def _closed(self) -> None:
        self._show_pseudonyms()
        self._new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_programs(self) -> None:
        platform = self.place.platform
        if self.isVisible():
            self._list.show_programs(self._programs(), platform.programs if platform is not None else ())
        self._refresh()

    def _show_pseudonyms(self) -> None:
        self._new.setVisible(self.form.isHidden())
        self._nobody.setVisible(self._desk.known == ())
        self._refresh()

    @property
    def choice(self) -> Choice | None:
        """The pseudonyms as pills; None when there are none, or too many."""
        return self.who.choice

    def _refresh(self) -> None:
        missing = []
        if self.who.profile is None:
            missing.append(self.tr("who you are"))
        if not self.place.platform_id:
            missing.append(self.tr("where you talk"))
        self.says.setText(
            self.tr("Still open: {things}.").format(things=self.tr(" and ").join(missing))
            if missing
            else self.tr("That is all it needs.")
        )
        self._go.setEnabled(not missing)

    def _finish(self) -> None:
        profile = self.who.profile
        if profile is not None and self.place.platform_id:
            self.planned.emit(
                Plan(
                    profile.id,
                    profile.name,
                    self.place.platform_id,
                    self._list.expected(),
                    check_in=self.rhythm.check_in,
                    length=self.rhythm.length,
                )
            )
