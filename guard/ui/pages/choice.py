"""One question with a few equal answers, none chosen until someone chooses."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QRadioButton, QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.pages.dot import Shades
from guard.ui.widgets.flow import Flow

_MARK = 14  # width of the tick's and the dot's place, pixels
_RING = 2.0
_LEAST_HEIGHT = 36
_LONG = 24  # characters that may not all be seen in a narrow window


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: its words, a colour shown as a dot, and more words for a screen reader."""

    words: str
    dot: Shades | None = None
    detail: str = ""


class Pill(QRadioButton):
    """One answer: a pill that carries a tick when it is the chosen one."""

    def __init__(self, option: Option, parent: QWidget, alike: Sequence[str] = ()) -> None:
        """Make the pill as wide as the longest of `alike` needs."""
        super().__init__(option.words, parent)
        self._alike = (option.words, *alike)
        self._dot = option.dot
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Room for the words and the tick, so that choosing moves nothing."""
        words = self.fontMetrics()
        longest = max(words.horizontalAdvance(each) for each in self._alike)
        width = longest + 2 * (_MARK + theme.SPACE) + 3 * theme.SPACE
        return QSize(width, max(_LEAST_HEIGHT, words.height() + 2 * theme.SPACE))

    def minimumSizeHint(self) -> QSize:
        """As wide as it has to be for a few letters; the full words are its accessible name and tip."""
        return QSize(min(self.sizeHint().width(), 16 * theme.SPACE), self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """The whole pill can be clicked."""
        return self.rect().contains(pos)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be chosen."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing it."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, words, marks and the focus ring."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._body(painter, mirrored=self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), _RING))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS - 3, theme.RADIUS - 3
            )
        painter.end()

    def _body(self, painter: QPainter, *, mirrored: bool) -> None:
        tokens = theme.current()
        chosen = self.isChecked()
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        near = self.underMouse() and self.isEnabled()
        ground = tokens.accent if chosen else tokens.surface
        ink = QColor(tokens.on_accent if chosen else tokens.text)
        edge_ink = QColor(tokens.accent if chosen or near else tokens.outline)
        painter.setPen(QPen(edge_ink, 2 if near and not chosen else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, theme.RADIUS - 4, theme.RADIUS - 4)
        edge = area.left() + theme.SPACE
        words = QRectF(area.adjusted(theme.SPACE + _MARK, 0, -theme.SPACE - _MARK, 0))
        if self._dot is not None:
            left = _mirror(edge, _MARK, area, mirrored=mirrored)
            painter.setPen(QPen(QColor(ground if chosen else self._dot.now), 1))
            painter.setBrush(QColor(tokens.surface if chosen else self._dot.now))
            painter.drawEllipse(QPointF(left + _MARK / 2, area.center().y()), _MARK / 2 + 1, _MARK / 2 + 1)
            ink_of_tick = QColor(self._dot.now)
        else:
            ink_of_tick = ink
        if chosen:
            _tick(painter, _mirror(edge, _MARK, area, mirrored=mirrored), area.center().y(), ink_of_tick)
        painter.setPen(ink)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width()) + 1
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)


def _mirror(lead: float, width: float, area: QRectF, *, mirrored: bool) -> float:
    """Return the left edge of something that starts at `lead` in a left-to-right layout."""
    return area.right() - (lead - area.left()) - width if mirrored else lead


def _tick(painter: QPainter, left: float, middle: float, ink: QColor) -> None:
    painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    points = [QPointF(left + 2, middle), QPointF(left + 5.5, middle + 3.5), QPointF(left + 12, middle - 4)]
    painter.drawPolyline(points)


class Choice(QGroupBox):
    """A row of answers. Tab comes to the row once, arrows go along it, Space chooses.

    A group box, so that assistive technology says the question when it comes to an answer.
    """

    chosen = Signal(int)
    """The place of the answer that a person has just chosen."""

    def __init__(
        self, options: Sequence[Option], question: str, parent: QWidget | None = None, *, alike: bool = False
    ) -> None:
        """Offer `options`; `alike` makes them all as wide as the widest."""
        super().__init__(parent)
        self.setAccessibleName(question)
        self._alike = tuple(option.words for option in options) if alike else ()
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._row = Flow(self, spacing=theme.SPACE // 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._quiet = False
        for option in options:
            self._add(option)

    def choose(self, place: int | None) -> None:
        """Show an answer as chosen, or none. Nobody is told."""
        self._quiet = True
        if place is None:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._group.button(place).setChecked(True)
        self._quiet = False
        self._set_stop()

    def place(self) -> int | None:
        """Return the place of the chosen answer."""
        place = self._group.checkedId()
        return None if place < 0 else place

    def pills(self) -> list[QAbstractButton]:
        """Return the answers in reading order."""
        return [self._group.button(place) for place in range(len(self._group.buttons()))]

    def focus(self) -> None:
        """Bring the keyboard here."""
        self.pills()[self.place() or 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, option: Option) -> None:
        place = len(self._group.buttons())
        pill = Pill(option, self, self._alike)
        pill.setAccessibleName(option.words)
        pill.setAccessibleDescription(option.detail)
        pill.setToolTip(option.words if len(option.words) > _LONG else "")
        pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus)
        self._group.addButton(pill, place)
        self._row.addWidget(pill)

    def _set_stop(self) -> None:
        """Let Tab come to the chosen answer, or to the first one."""
        stop = self.place() or 0
        for place, pill in enumerate(self.pills()):
            strong = place == stop
            pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _toggled(self, place: int, on: bool) -> None:  # noqa: FBT001 - Qt hands the state over so
        if on:
            self._set_stop()
        if on and not self._quiet:
            self.chosen.emit(place)
