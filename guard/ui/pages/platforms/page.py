"""The platforms that somebody uses: what to look at before a talk, what is known, how two compare."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from guard.knowledge.platforms import Platform
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.platforms import words
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.pages.platforms.facts import Comparing, Facts
from guard.ui.pages.platforms.tonight import Tonight
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear, tab_as_read
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page


class PlatformsPage(Page):
    """Shows one picked platform at a time."""

    def __init__(self, desk: PlatformDesk, parent: QWidget | None = None) -> None:
        """Show what `desk` knows, and ask it for the notes."""
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Platforms"))
        self.setAccessibleName(self.tr("Platforms"))
        self.subtitle.setText(
            self.tr(
                "What to look at before a talk, and what is known of each place. Guard cannot see these settings: you look, and tick."
            )
        )
        self.subtitle.show()
        self._desk = desk
        self._shown: tuple[str, ...] | None = None
        self.current: Platform | None = None
        self.choice: Choice | None = None
        self._known: Platform | None = None
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._show_rest)
        self.column.addWidget(self._picking())
        self._about = self._make_about()
        self.tonight = Tonight(desk)
        self.facts = Facts()
        self.comparing = Comparing(desk)
        for part in (self._about, self.tonight, self.facts, self.comparing):
            self.column.addWidget(part)
        self.column.addStretch(1)
        desk.changed.connect(self.refresh)
        self.refresh()

    @property
    def complete(self) -> bool:
        """Whether everything that can be seen is there."""
        return not self._rest.isActive() and all(
            part.building.complete for part in (self.tonight, self.facts, self.comparing)
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the notes when somebody first comes here."""
        super().showEvent(event)
        self._desk.load()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def refresh(self) -> None:
        """Show what is picked and ticked now."""
        picked = self._desk.picked
        names = tuple(each.id for each in picked)
        if names != self._shown:
            self._shown = names
            if self.current not in picked:
                self.current = picked[0] if picked else None
            self._offer(picked)
        self._nobody.setVisible(self._desk.noted is not None and not picked)
        self._show_current()

    def choose(self, platform_id: str) -> None:
        """Show a platform, and pick it if it was not."""
        self.current = self._desk.platforms[platform_id]
        if platform_id not in (self._shown or ()):
            self._desk.pick(platform_id, wanted=True)
        else:
            self._mark_chosen()
            self._show_current()

    def _picking(self) -> Card:
        card = Card(self.tr("Where do you talk?"))
        self._nobody = text.body(
            self.tr(
                "Nothing is picked yet. Add a place where you talk, and see what is worth changing there."
            )
        )
        card.body.addWidget(self._nobody)
        self._places = QVBoxLayout()
        card.body.addLayout(self._places)
        row = Bending()
        self.adding = QComboBox()
        self.adding.setAccessibleName(self.tr("Add a platform"))
        self.adding.setPlaceholderText(self.tr("Add a platform"))
        self.adding.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.adding.setMinimumContentsLength(14)
        self.adding.activated.connect(lambda _: self.choose(str(self.adding.currentData())))
        row.row.addWidget(self.adding)
        row.row.addStretch(1)
        card.body.addWidget(row)
        return card

    def _make_about(self) -> Card:
        card = Card()
        self._name = text.section("")
        self._status = MarkedLine()
        self._tip = text.body("")
        self._old = MarkedLine()
        self.remove = buttons.link(self.tr("Take it off my list"))
        self.remove.clicked.connect(self._take_off)
        for part in (self._name, self._status, self._tip, self._old, self.remove):
            card.body.addWidget(part)
        card.body.setSpacing(SPACE)
        return card

    def _offer(self, picked: tuple[Platform, ...]) -> None:
        """Show what is picked as answers to choose from, and the others as what can be added."""
        clear(self._places)
        self.choice = None
        if picked:
            self.choice = Choice([Option(words.name(each)) for each in picked], self.tr("Show"))
            self.choice.chosen.connect(lambda place: self.choose(picked[place].id))
            self._places.addWidget(self.choice)
            self._mark_chosen()
        self.adding.clear()
        for platform in self._desk.others:
            self.adding.addItem(words.name(platform), platform.id)
        self.adding.setCurrentIndex(-1)
        self.adding.setEnabled(self.adding.count() > 0)

    def _mark_chosen(self) -> None:
        if self.choice is not None and self.current is not None and self._shown is not None:
            self.choice.choose(self._shown.index(self.current.id))

    def _show_current(self) -> None:
        platform = self.current
        for part in (self._about, self.tonight):
            part.setVisible(platform is not None)
        self.facts.setVisible(platform is not None and platform is self._known)
        if platform is None:
            return
        self._about.setAccessibleName(platform.name)
        self._name.setText(words.name(platform))
        _mark(self._status, "alert", platform.status_note or "")
        self._tip.setText(platform.tip)
        _mark(self._old, "clock", words.recheck(platform, self._desk.today()))
        self.remove.setAccessibleName(self.tr("Take {name} off my list").format(name=platform.name))
        self.tonight.setVisible(bool(platform.settings))
        self.tonight.show_platform(platform)
        self._rest.start()

    def _show_rest(self) -> None:
        """Show what is further down, a moment later."""
        self._known = self.current
        if self.current is not None:
            self.facts.show_platform(self.current)
            self.facts.show()
            self.comparing.suggest(self.current)

    def _take_off(self) -> None:
        if self.current is not None:
            self._desk.pick(self.current.id, wanted=False)
            (self.choice.pills()[0] if self.choice is not None else self.adding).setFocus(
                Qt.FocusReason.OtherFocusReason
            )


def _mark(line: MarkedLine, icon: str, says: str) -> None:
    if says and says != line.words:
        line.show_line(icon, "notice", says)
    line.setVisible(bool(says))
