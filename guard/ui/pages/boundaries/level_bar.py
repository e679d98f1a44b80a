"""The four levels of one limit side by side, none of them chosen as long as nothing was decided."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QSizePolicy, QWidget

from guard.session.boundaries import UNDECIDED, Level
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.even import Even
from guard.ui.pages.boundaries.segment import Segment

LEVELS = tuple(Level)
_FORGET = frozenset({Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_BESIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LevelBar(QGroupBox):
    """Tab comes to it once. Left, Right and 1 to 4 choose, 0 leaves it open, Up and Down go to another row.

    In a narrow place the levels stand two by two, or below each other.
    """

    chosen = Signal(object)
    """The `Level` that a person wants, or None to leave it open; it shows once `show_level` says so."""
    stepped = Signal(int)
    """The keyboard wants one row down (1) or up (-1)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what the levels are about, for a screen reader."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.level: Level | None = None
        self._quiet = False
        self._group = QButtonGroup(self)
        self._segments = [Segment(each, self.press, self) for each in LEVELS]
        room = Even(self)
        for place, segment in enumerate(self._segments):
            segment.setAccessibleName(words.level(segment.level))
            segment.setAccessibleDescription(words.lasting(segment.level))
            segment.setToolTip(words.lasting(segment.level))
            self._group.addButton(segment, place)
            room.addWidget(segment)
            # a screen reader toggles without a click
            segment.toggled.connect(lambda on, at=place: self._toggled(LEVELS[at], on=on))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_level(None)

    def segments(self) -> list[Segment]:
        """Return the four levels in reading order."""
        return self._segments

    def show_level(self, level: Level | None, says: str = "", *, strictest: Level | None = None) -> None:
        """Show what holds; None means that nothing was decided. Only `strictest` and stricter ones can be chosen."""
        self.level = level
        self._quiet = True
        self._group.setExclusive(False)
        for segment in self._segments:
            segment.setChecked(segment.level is level)
            segment.open_now = level is None and segment.level is UNDECIDED and not says
            segment.setEnabled(strictest is None or segment.level.openness <= strictest.openness)
            segment.update()
        self._group.setExclusive(level is not None)
        self._quiet = False
        stop = LEVELS.index(level or UNDECIDED)
        while not self._segments[stop].isEnabled() and stop:
            stop -= 1
        for place, segment in enumerate(self._segments):
            strong = Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(strong)
        self.setAccessibleDescription(says)

    def focus(self) -> None:
        """Bring the keyboard to the level that holds."""
        stop = next((s for s in self._segments if s.focusPolicy() is Qt.FocusPolicy.StrongFocus), None)
        (stop or self._segments[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, key: Qt.Key, at: Level) -> bool:
        """Do what a key means while the keyboard is at a level; False when it means nothing here."""
        if key in _FORGET:
            self.chosen.emit(None)
        elif key in _ROWS:
            self.stepped.emit(_ROWS[key])
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
            self._go(LEVELS[key - Qt.Key.Key_1])
        elif key in _BESIDE:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            place = LEVELS.index(at) + (-_BESIDE[key] if mirrored else _BESIDE[key])
            if 0 <= place < len(LEVELS):
                self._go(LEVELS[place])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(at)
        else:
            return False
        return True

    def _go(self, level: Level) -> None:
        segment = self._segments[LEVELS.index(level)]
        if segment.isEnabled():
            segment.setFocus(Qt.FocusReason.OtherFocusReason)
            self._want(level)

    def _toggled(self, level: Level, *, on: bool) -> None:
        if on and not self._quiet:
            self._want(level)

    def _want(self, level: Level) -> None:
        """Ask for a level; what holds is shown until whoever keeps it says so."""
        self.show_level(self.level, self.accessibleDescription(), strictest=self._strictest())
        if level is not self.level:
            self.chosen.emit(level)

    def _strictest(self) -> Level | None:
        enabled = [segment.level for segment in self._segments if segment.isEnabled()]
        return enabled[-1] if enabled else LEVELS[0]
