"""The limits of the evening on the session's pages: seen while preparing, offered at the gate, tightened while live."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.session.boundaries import Channel, Level
from guard.session.model import Session
from guard.session.standing import Standing
from guard.session.topics import Topics
from guard.ui.limits import LimitsDesk
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.topic_row import TopicRow
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.fold import Fold

if TYPE_CHECKING:
    from guard.ui.pages.session.flow import SessionFlow

LIMIT_ITEM = "boundaries.limit"
_OFF_THE_TABLE = (Level.NEVER, Level.NOT_TODAY)


class Tonight(QObject):
    """Ticks nothing: what was decided is only offered, and a person says whether it holds."""

    change_wanted = Signal(str)
    """Somebody wants to change the limits of this pseudonym, by its id."""

    def __init__(
        self, desk: LimitsDesk, topics: Topics, flow: "SessionFlow", session: Callable[[], Session]
    ) -> None:
        """Join the session's pages; `session` is the session as it stands."""
        super().__init__(flow)
        self._desk, self._topics, self._flow, self._session = desk, topics, flow, session
        self.glance = Glance(topics)
        self.live = LiveLimits(topics)
        flow.prepare.show_with_who(self.glance)
        flow.coming.live.when_made(lambda live: live.show_below(self.live))
        flow.coming.checklist.when_made(lambda _: self._offer(self._standing()))
        flow.prepare.who.changed.connect(self.refresh)
        self.glance.change.clicked.connect(self._change_before)
        self.live.more.clicked.connect(lambda: self.change_wanted.emit(self._planned()))
        self.live.decided.connect(self._decide)
        desk.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what holds for whoever is chosen, and for whoever the session is about."""
        chosen = self._flow.prepare.who.profile
        self.glance.setVisible(chosen is not None)
        if chosen is not None:
            self.glance.show_standing(chosen.name, self._desk.standing(chosen.id))
        standing = self._standing()
        self.live.show_standing(standing)
        self._offer(standing)

    def _planned(self) -> str:
        plan = self._session().plan
        return plan.profile_id if plan is not None else ""

    def _standing(self) -> Standing:
        planned = self._planned()
        return self._desk.standing(planned) if planned else Standing()

    def _change_before(self) -> None:
        chosen = self._flow.prepare.who.profile
        if chosen is not None:
            self.change_wanted.emit(chosen.id)

    def _decide(self, topic: str, channels: list[Channel], level: Level | None) -> None:
        self._desk.decide(self._planned(), topic, channels, level)

    def _offer(self, standing: Standing) -> None:
        checklist = self._flow.coming.checklist.made
        if checklist is None:
            return
        question = checklist.questions.get(LIMIT_ITEM)
        found = words.by_level(standing, self._topics)
        closed = {level: found[level] for level in _OFF_THE_TABLE if level in found}
        count = len({name for names in closed.values() for name in names})
        if question is not None:
            question.offer(
                self.tr("My limits in Guard (%n)", "", count) if count else "",
                words.summary(closed) if count else "",
            )


class Glance(Card):
    """The limits that hold tonight, in a few lines."""

    def __init__(self, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._topics = topics
        self._title = text.section("")
        self.body.addWidget(self._title)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE // 2)
        self.body.addLayout(self._lines)
        self.change = buttons.link("", "edit")
        self.body.addWidget(self.change)
        self._shown: object = None

    def show_standing(self, name: str, standing: Standing) -> None:
        """Show the limits of the pseudonym `name`."""
        found = words.by_level(standing, self._topics)
        if self._shown == (name, found):
            return
        self._shown = (name, found)
        title = self.tr("Your limits tonight")
        self._title.setText(title)
        self.setAccessibleName(title)
        clear(self._lines)
        for level, names in found.items():
            self._lines.addWidget(text.body(words.summary({level: names})))
        rest = self.tr("Everything else counts as “ask me first”.") if found else words.summary({})
        self._lines.addWidget(text.hint(rest))
        self.change.setText(self.tr("Change them") if found else self.tr("Decide a few"))
        self.change.setAccessibleName(self.tr("Change the limits of {name}").format(name=name))


class LiveLimits(Card):
    """Folded away until somebody wants it; there, limits only get tighter."""

    decided = Signal(str, object, object)
    """See `TopicRow.decided`."""

    def __init__(self, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._topics = topics
        self._standing = Standing()
        self.rows: dict[str, TopicRow] = {}
        self.setAccessibleName(self.tr("My limits"))
        self.body.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.body.setSpacing(0)
        self.head = Fold()
        self.head.clicked.connect(lambda: self._open(opened=not self.head.opened))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(SPACE, 0, SPACE, 0)
        self._column.setSpacing(0)
        self._column.addWidget(
            text.hint(self.tr("During a session limits only get tighter. That is always fine."))
        )
        self._room = QVBoxLayout()
        self._room.setSpacing(0)
        self._column.addLayout(self._room)
        self.more = buttons.link(self.tr("Say no to something else"), "plus")
        self._column.addWidget(self.more)
        self._inside.hide()
        self.body.addWidget(self.head)
        self.body.addWidget(self._inside)

    def show_standing(self, standing: Standing) -> None:
        """Show what holds in this session."""
        self._standing = standing
        title, found = self.tr("My limits"), words.by_level(standing, self._topics)
        says = words.summary(found) if found else self.tr("Nothing beyond what was agreed: ask me first.")
        heard = self.tr("{title}. {says}").format(title=title, says=says)
        self.head.say(title, says, heard, ("boundaries", "accent"))
        if self.head.opened:
            self._fill()

    def _open(self, *, opened: bool) -> None:
        self.head.set_open(opened=opened)
        if opened:
            self._fill()
        self._inside.setVisible(opened)

    def _fill(self) -> None:
        held = dict.fromkeys(
            [
                *(topic.id for topic in self._topics.topics if self._decided(topic.id)),
                *words.own_topics(self._standing, self._topics),
            ]
        )
        if list(held) != list(self.rows):
            clear(self._room)
            self.rows = {topic: self._row(topic) for topic in held}
            for row in self.rows.values():
                self._room.addWidget(row)
        for row in self.rows.values():
            row.show_standing(self._standing, in_session=True)

    def _decided(self, topic: str) -> bool:
        channels = words.channels_of(self._topics.get(topic))
        return any(self._standing.decided(topic, each) is not None for each in channels)

    def _row(self, topic: str) -> TopicRow:
        known = self._topics.get(topic)
        row = TopicRow(topic, self._topics.name(topic), known.hint if known else "", words.channels_of(known))
        row.decided.connect(self.decided)
        row.stepped.connect(lambda step, at=topic: self._step(at, step))
        return row

    def _step(self, topic: str, step: int) -> None:
        rows = list(self.rows.values())
        place = rows.index(self.rows[topic]) + step
        if 0 <= place < len(rows):
            rows[place].focus()
