"""The limits of one pseudonym: every topic with its level, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guard.session.boundaries import Channel, Level
from guard.ui.pages.boundaries.desk import BoundariesDesk
from guard.ui.pages.boundaries.own_topics import OwnTopics
from guard.ui.pages.boundaries.self_picker import SelfPicker
from guard.ui.pages.boundaries.topic_group import GroupCard
from guard.ui.pages.boundaries.topic_row import TopicRow
from guard.ui.pages.boundaries.undo_line import UndoLine
from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.empty import EmptyState


class Overview(Step):
    """Every press holds at once. During a session limits only get tighter here, and it says so."""

    card_wanted = Signal()
    compare_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, desk: BoundariesDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.name(
            self.tr("Boundaries"),
            self.tr(
                "What is fine with you and what is not. Whatever you leave open counts as “ask me first”."
            ),
        )
        self.back = buttons.link(self.tr("Back to the session"), "undo")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        self.column.insertWidget(0, self.back)
        self.column.addWidget(KeyringNotice(desk.pseudonyms))
        self._empty = self._nobody()
        self.column.addWidget(self._empty)
        self.column.addWidget(self._shown())
        self.column.addStretch(1)
        self.undo = UndoLine(desk.limits, desk.topics, self)
        self.picker.changed.connect(self.refresh)
        desk.pseudonyms.changed.connect(self.refresh)
        desk.limits.changed.connect(self.refresh)
        desk.limits.settled.connect(self.refresh)
        self.refresh()

    @property
    def rows(self) -> list[TopicRow]:
        """Every row that is built and open, in reading order."""
        groups = [row for group in self.groups if group.head.opened for row in group.rows]
        return [*groups, *self.own.rows]

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the keyring, and look whether the day is over, unless the window has only come back."""
        super().showEvent(event)
        if not event.spontaneous():
            self._desk.pseudonyms.refresh()
            self._desk.limits.look_at_the_day()

    def refresh(self) -> None:
        """Show what holds now."""
        profile = self.picker.profile
        known = self._desk.pseudonyms.known
        self._empty.setVisible(known is not None and profile is None)
        self._body.setVisible(profile is not None)
        self.undo.show_profile(profile.id if profile is not None else "")
        limits = self._desk.limits
        in_session = limits.in_session
        self._tighter.setVisible(in_session)
        self.compare.setEnabled(not in_session)
        compare = (
            self.tr("Compare without showing: not during a session. It takes two people and a quiet moment.")
            if in_session
            else self.tr(
                "Compare without showing: two people answer in turn here, and only shared yeses are seen."
            )
        )
        self._compare_hint.setText(compare)
        self.compare.setAccessibleDescription(compare)
        if profile is not None:
            standing = limits.standing(profile.id)
            for group in self.groups:
                group.show_standing(standing, in_session=in_session)
            self.own.show_standing(standing, in_session=in_session)

    def _nobody(self) -> QWidget:
        make = buttons.primary(self.tr("Make a pseudonym"), "plus")
        make.clicked.connect(lambda: self._desk.go_to("profiles"))
        return EmptyState(
            "boundaries",
            self.tr("Your limits will be here"),
            self.tr("Limits belong to a pseudonym, and are kept with it. Make one first; it takes a moment."),
            make,
        )

    def _shown(self) -> QWidget:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        self.picker = SelfPicker(self._desk.pseudonyms)
        self._tighter = MarkedLine()
        self._tighter.show_line(
            "lock",
            "notice",
            self.tr("From “everything agreed” until the session is over, limits only get tighter."),
        )
        column.addWidget(self.picker)
        column.addWidget(self._tighter)
        column.addWidget(self._together())
        self.groups = [GroupCard(group, self._desk.topics) for group in self._desk.topics.groups]
        for group in self.groups:
            column.addWidget(group)
        self.own = OwnTopics(self._desk.topics)
        self.own.added.connect(self._add)
        self.own.removed.connect(lambda topic: self._decide(topic, list(Channel), None))
        column.addWidget(self.own)
        parts: tuple[GroupCard | OwnTopics, ...] = (*self.groups, self.own)
        for part in parts:
            part.decided.connect(self._decide)
            part.stepped.connect(self._step)
        if self.groups:
            self.groups[0].open(opened=True)
        return self._body

    def _together(self) -> Card:
        card = Card()
        card.setAccessibleName(self.tr("For the two of you"))
        self.make_card = buttons.primary(self.tr("Make a card"), "heart")
        self.make_card.clicked.connect(self.card_wanted)
        self.compare = buttons.quiet(self.tr("Compare"), "people")
        self.compare.clicked.connect(self.compare_wanted)
        first, _hint = self._way(
            self.make_card,
            self.tr("A boundary card: a short, warm note for your partner, as text or as a picture."),
        )
        second, self._compare_hint = self._way(self.compare, "")
        card.body.addWidget(first)
        card.body.addWidget(second)
        return card

    def _way(self, button: QWidget, words: str) -> tuple[QWidget, QLabel]:
        line = Bending()
        said = text.hint(words)
        button.setAccessibleDescription(words)
        line.row.addWidget(said, 1)
        line.row.addWidget(button)
        return line, said

    def _add(self, topic: str) -> None:
        profile = self.picker.profile
        if profile is not None and self._desk.limits.decide(
            profile.id, topic, list(Channel), Level.ASK_FIRST
        ):
            self.own.clear()

    def _decide(self, topic: str, channels: Sequence[Channel], level: Level | None) -> None:
        profile = self.picker.profile
        if profile is not None:
            self._desk.limits.decide(profile.id, topic, channels, level)

    def _step(self, row: TopicRow, step: int) -> None:
        """Bring the keyboard to the row below or above."""
        rows = self.rows
        place = rows.index(row) + step
        if 0 <= place < len(rows):
            rows[place].focus()
            self.page.ensureWidgetVisible(rows[place])
