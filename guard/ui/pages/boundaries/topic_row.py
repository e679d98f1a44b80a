"""One topic: what it is about, its level, and on demand a level for each channel."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from guard.session.boundaries import Channel
from guard.session.standing import Standing
from guard.ui import icons
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.level_bar import LevelBar
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text

_SHORT_LINE = 18  # characters that the words get at least beside a bar


class Beside(QWidget):
    """Words and a bar: beside each other where there is room, else below."""

    def __init__(self, said: QWidget, bar: LevelBar, more: QWidget | None = None) -> None:
        super().__init__()
        self._bar, self._more = bar, more
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        tail = QWidget()
        self._tail = QBoxLayout(QBoxLayout.Direction.LeftToRight, tail)
        self._tail.setContentsMargins(0, 0, 0, 0)
        self._tail.setSpacing(SPACE // 2)
        self._tail.addWidget(bar, 1)
        if more is not None:
            self._tail.addWidget(more)
        self._row.addWidget(said, 1)
        self._row.addWidget(tail)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the bar can be."""
        more = self._more.sizeHint().width() + SPACE if self._more is not None else 0
        return QSize(self._bar.minimumSizeHint().width() + more, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bend or unbend."""
        super().resizeEvent(event)
        more = self._more.sizeHint().width() + SPACE if self._more is not None else SPACE
        line = self.fontMetrics().averageCharWidth() * _SHORT_LINE
        fits = event.size().width() >= self._bar.sizeHint().width() + more + line + SPACE
        ways = QBoxLayout.Direction
        wanted = ways.LeftToRight if fits else ways.TopToBottom
        if self._row.direction() is not wanted:
            self._row.setDirection(wanted)
            self.updateGeometry()


class TopicRow(QWidget):
    """Shows what holds, and asks for changes; it changes nothing by itself."""

    decided = Signal(str, object, object)
    """The topic, the channels as a list, and the wanted `Level` (None: left open)."""
    removed = Signal(str)
    stepped = Signal(int)

    def __init__(
        self,
        topic: str,
        name: str,
        hint: str,
        channels: Sequence[Channel],
        *,
        own: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`own`: somebody's own topic, which can be removed."""
        super().__init__(parent)
        self.topic, self.name = topic, name
        self._hint, self._channels = hint, list(channels)
        self._chosen: bool | None = None
        self._shown: tuple[Standing, bool] = (Standing(), False)
        self.setAccessibleName(name)
        self.bar = LevelBar(name)
        self.bar.chosen.connect(lambda level: self.decided.emit(topic, self._channels, level))
        self.bar.stepped.connect(self.stepped)
        self.bars: dict[Channel, LevelBar] = {}
        self._says = text.hint(hint)
        self.more = _More(self.tr("{topic}: different by channel").format(topic=name))
        self.more.clicked.connect(self._toggle)
        _keep_room(self.more, shown=len(self._channels) > 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE, 0, SPACE)
        self._column.setSpacing(SPACE // 2)
        self._column.addWidget(Beside(self._said(own=own), self.bar, self.more))
        self._inside = QWidget()
        self._inside.hide()
        self._column.addWidget(self._inside)

    def show_standing(self, standing: Standing, *, in_session: bool) -> None:
        """Show what holds for this topic."""
        same, held = words.common(standing, self.topic, self._channels)
        says = words.state(standing, self.topic, self._channels)
        today = any(standing.later(self.topic, each) for each in self._channels)
        self._says.setText(says if today or not same else self._hint)
        self._says.setVisible(bool(self._says.text()))
        loosest = max(
            (standing.holding.level(self.topic, each) for each in self._channels),
            key=lambda level: level.openness,
        )
        self.bar.show_level(
            held, "" if same and held is None else says, strictest=loosest if in_session else None
        )
        self.bar.setAccessibleDescription(says)
        self._shown = (standing, in_session)
        self._open(opened=not same if self._chosen is None else self._chosen)
        for channel, bar in self.bars.items():
            holds = standing.holding.level(self.topic, channel)
            bar.show_level(standing.decided(self.topic, channel), strictest=holds if in_session else None)
            bar.setAccessibleDescription(words.state(standing, self.topic, [channel]))

    def focus(self) -> None:
        """Bring the keyboard to the level."""
        self.bar.focus()

    def _said(self, *, own: bool) -> QWidget:
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text.body(self.name))
        column.addWidget(self._says)
        if own:
            gone = buttons.link(self.tr("Remove"))
            gone.setAccessibleName(self.tr("Remove {topic}").format(topic=self.name))
            gone.clicked.connect(lambda: self.removed.emit(self.topic))
            column.addWidget(gone)
        column.addStretch(1)
        return said

    def _toggle(self) -> None:
        self._chosen = self._inside.isHidden()
        standing, in_session = self._shown
        self.show_standing(standing, in_session=in_session)

    def _open(self, *, opened: bool) -> None:
        wide = len(self._channels) > 1
        if opened and not self.bars and wide:
            self._make_bars()
        self._inside.setVisible(opened and wide)
        self.more.show_open(opened=opened)

    def _make_bars(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(SPACE * 3, 0, 0, SPACE)
        column.setSpacing(SPACE // 2)
        for channel in self._channels:
            name = words.channel(channel)
            bar = LevelBar(self.tr("{topic}, {channel}").format(topic=self.name, channel=name))
            bar.chosen.connect(lambda level, one=channel: self.decided.emit(self.topic, [one], level))
            bar.stepped.connect(lambda step, one=channel: self._step(one, step))
            self.bars[channel] = bar
            room = QWidget()
            room.setFixedWidth(self.more.sizeHint().width())
            column.addWidget(Beside(text.hint(name), bar, room))

    def _step(self, channel: Channel, step: int) -> None:
        """Go along the channels, and from the last one to the next row."""
        bars = [self.bar, *self.bars.values()]
        place = bars.index(self.bars[channel]) + step
        if place < len(bars):
            bars[place].focus()
        else:
            self.stepped.emit(1)


class _More(QToolButton):
    """The small chevron that opens the channels."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.show_open(opened=False)
        self._fit()

    def show_open(self, *, opened: bool) -> None:
        """Show which way it goes."""
        self.setIcon(icons.icon("chevron-up" if opened else "chevron-down", "muted"))
        self.setToolTip(self.tr("Same for every channel") if opened else self.tr("Different by channel"))
        way = self.tr("Open. Press to close.") if opened else self.tr("Closed. Press to open.")
        self.setAccessibleDescription(way)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))


def _keep_room(widget: QWidget, *, shown: bool) -> None:
    """Let a widget that is not shown keep its place, so that every bar stands in line."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    widget.setVisible(shown)
