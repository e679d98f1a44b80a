"""Words painted rather than put together from labels, so that a hundred lines are laid out in a moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.theme import SPACE

_WRAP = Qt.TextFlag.TextWordWrap
_HIGH = 1 << 20
_SHORT_LINE = 22  # characters that a column gets at least, before columns stand below each other
_SIZES = {"section": 1.12, "body": 1.0, "hint": 0.92}  # as in the style sheet


@dataclass(frozen=True, slots=True)
class Words:
    """Some words in a role of the style sheet: section, body or hint."""

    text: str
    role: str = "body"

    def font(self, base: QFont) -> QFont:
        """Return the role's font for a widget whose font is `base`."""
        font = QFont(base)
        font.setPointSizeF(base.pointSizeF() * _SIZES[self.role])
        if self.role == "section":
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def height(self, base: QFont, width: int) -> int:
        """Return how high the words are in a column of `width` pixels."""
        if not self.text:
            return 0
        metrics = QFontMetrics(self.font(base))
        return metrics.boundingRect(QRect(0, 0, max(1, width), _HIGH), _WRAP, self.text).height()

    def paint(self, painter: QPainter, base: QFont, place: QRect, *, mirrored: bool) -> None:
        """Write the words in their own direction, on the right where the window is `mirrored`."""
        painter.setFont(self.font(base))
        tokens = theme.current()
        painter.setPen(QColor(tokens.muted if self.role == "hint" else tokens.text))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, _WRAP | side | Qt.AlignmentFlag.AlignAbsolute, self.text)


Column = tuple[Words, ...]


class Written(QLabel):
    """Bands of columns, one below the other; a band's columns stand below each other where it is narrow.

    To everybody who does not see it, it is a label with all its words.
    """

    def __init__(
        self, bands: Sequence[Sequence[Column]], shares: Sequence[int] = (1, 1), parent: QWidget | None = None
    ) -> None:
        """Show `bands`; a band's columns share the width by `shares`."""
        said = "\n".join(words.text for band in bands for column in band for words in column)
        super().__init__(said, parent)
        self._bands = tuple(tuple(band) for band in bands)
        self._shares = tuple(shares)
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow text is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        if width not in self._heights:
            self._heights[width] = sum(height for _, height in self._rows(width))
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(SPACE * 50, self.heightForWidth(SPACE * 50))

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as need be."""
        return QSize(SPACE * 16, self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew with another font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._heights.clear()
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write everything."""
        painter = QPainter(self)
        top = 0
        for places, height in self._rows(self.width()):
            for words, place in places:
                mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
                x = self.width() - place.right() - 1 if mirrored else place.x()
                where = QRect(x, top + place.y(), place.width(), place.height())
                words.paint(painter, self.font(), where, mirrored=mirrored)
            top += height
        painter.end()

    def _rows(self, width: int) -> list[tuple[list[tuple[Words, QRect]], int]]:
        """Return what stands where in each band, and how high each is with the gap below it."""
        return [self._band(band, width, last=band is self._bands[-1]) for band in self._bands]

    def _band(
        self, band: tuple[Column, ...], width: int, *, last: bool
    ) -> tuple[list[tuple[Words, QRect]], int]:
        shares = self._shares[: len(band)] if len(band) > 1 else (1,)
        room = width - SPACE * 2 * (len(band) - 1)
        least = self.fontMetrics().averageCharWidth() * _SHORT_LINE
        beside = len(band) > 1 and room * min(shares) // sum(shares) >= min(least, room * 9 // 20)
        beside = beside and room >= least * 2
        found: list[tuple[Words, QRect]] = []
        left = top = lowest = 0
        for share, column in zip(shares, band, strict=True):
            wide = room * share // sum(shares) if beside else width
            y = 0 if beside else top
            for words in column:
                high = words.height(self.font(), wide)
                found.append((words, QRect(left if beside else 0, y, wide, high)))
                y += high
            lowest = max(lowest, y)
            top = y + SPACE // 2
            left += wide + SPACE * 2
        return found, lowest + (0 if last else SPACE // 2)
