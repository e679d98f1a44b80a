"""A line that opens what is below it: a mark, words, and a chevron that says which way it goes."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from guard.ui import icons, theme
from guard.ui.theme import SPACE
from guard.ui.widgets.written import Words

_RING = 2.0


class Fold(QAbstractButton):
    """The whole line can be pressed. It is heard with its name, and with whether it is open."""

    def __init__(self, parent: QWidget | None = None, *, heading: bool = False) -> None:
        """Make it closed; `heading` makes the words those of a heading."""
        super().__init__(parent)
        self.opened = False
        self._icon = ("info", "muted")
        self._title = Words("", "section" if heading else "body")
        self._says = Words("", "hint")
        self._heights: dict[int, int] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def title(self) -> str:
        """The words of the line."""
        return self._title.text

    @property
    def says(self) -> str:
        """The quiet words below."""
        return self._says.text

    def say(self, title: str, says: str, heard: str, icon: tuple[str, str]) -> None:
        """Show words under an icon; `heard` is the line's name for a screen reader."""
        if (title, says) != (self._title.text, self._says.text):
            self._title, self._says = Words(title, self._title.role), Words(says, "hint")
            self._measure()
        self._icon = icon
        self.setAccessibleName(heard)
        self._describe()
        self.update()

    def set_open(self, *, opened: bool) -> None:
        """Show which way it goes now."""
        self.opened = opened
        self._describe()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow line is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        if width not in self._heights:
            room = width - words_begin(self) * 2
            gap = SPACE // 4 if self._says.text else 0
            words = self._title.height(self.font(), room) + gap + self._says.height(self.font(), room)
            self._heights[width] = words + SPACE * 2
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(SPACE * 50, self.heightForWidth(SPACE * 50))

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as need be."""
        return QSize(SPACE * 20, self.fontMetrics().height() + SPACE * 2)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Return as well as with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing it."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, both icons, the words and the focus ring."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), _RING) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised if self.underMouse() else tokens.surface))
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(area, theme.RADIUS - 4, theme.RADIUS - 4)
        side, begin = _side(self), words_begin(self)
        line = QFontMetrics(self._title.font(self.font())).lineSpacing()
        top = SPACE + (line - side) // 2
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        near, far = SPACE, self.width() - SPACE - side
        icons.icon(*self._icon).paint(painter, QRect(far if mirrored else near, top, side, side))
        chevron = "chevron-up" if self.opened else "chevron-down"
        icons.icon(chevron, "muted").paint(painter, QRect(near if mirrored else far, top, side, side))
        room = self.width() - begin * 2
        high = self._title.height(self.font(), room)
        self._title.paint(painter, self.font(), QRect(begin, SPACE, room, high), mirrored=mirrored)
        below = SPACE + high + SPACE // 4
        rest = QRect(begin, below, room, self.height() - below)
        self._says.paint(painter, self.font(), rest, mirrored=mirrored)
        painter.end()

    def _measure(self) -> None:
        self._heights.clear()
        self.updateGeometry()

    def _describe(self) -> None:
        way = self.tr("Open. Press to close.") if self.opened else self.tr("Closed. Press to open.")
        self.setAccessibleDescription(f"{self.says} {way}" if self.says else way)


def words_begin(widget: QWidget) -> int:
    """Return how far from its edge a fold's words begin at the text size of `widget`, in pixels."""
    return _side(widget) + SPACE * 2


def _side(widget: QWidget) -> int:
    return round(widget.fontMetrics().height() * 1.1)
