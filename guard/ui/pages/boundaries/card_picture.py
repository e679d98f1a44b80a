"""The boundary card as a picture: for a phone's width, in warm light colours whatever the window looks like."""

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QTextOption

from guard.session.boundary_card import Card, CardGroup
from guard.ui import icons
from guard.ui.pages.boundaries.mark import paint_mark, tone_of
from guard.ui.pages.boundaries.png import png
from guard.ui.palette import LIGHT

WIDTH = 1080
"""Pixels; enough to stay crisp on a phone."""
_MARGIN = 72
_PAD = 44
_GAP = 36
_RADIUS = 32
_TALLEST = 30_000
_TITLE, _INTRO, _HEADING, _ITEM, _STOP, _CLOSE = 58, 35, 38, 37, 39, 33
_MARK = 34
_EMBLEM = 68


def picture(card: Card) -> QImage:
    """Return the card, as high as it has to be."""
    blank = QImage(1, 1, QImage.Format.Format_RGB888)
    height = min(_TALLEST, round(_Sheet(blank).draw(card)))
    image = QImage(WIDTH, height, QImage.Format.Format_RGB888)
    image.fill(QColor(LIGHT.window))
    _Sheet(image).draw(card)
    return image


def file_of(image: QImage) -> bytes:
    """Return the picture as a PNG file without metadata; may be called from any thread."""
    line = image.width() * 3
    step = image.bytesPerLine()
    bits = bytes(image.constBits())
    rows = b"".join(bits[row * step : row * step + line] for row in range(image.height()))
    return png(image.width(), image.height(), rows)


class _Sheet:
    """A page that fills from top to bottom; lengths in pixels. What falls outside the image is only measured."""

    def __init__(self, image: QImage) -> None:
        self._image = image
        self._top = float(_MARGIN)
        self._mirrored = False

    def draw(self, card: Card) -> float:
        """Draw the card; return how high it is."""
        self._mirrored = _right_to_left(card.intro)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter = painter
        wide = WIDTH - 2 * _MARGIN
        self._emblem()
        self._words(card.title, _font(_TITLE, bold=True), LIGHT.text, _MARGIN, wide)
        self._top += _GAP / 2
        self._words(card.intro, _font(_INTRO), LIGHT.muted, _MARGIN, wide)
        self._top += _GAP * 1.3
        for group in card.groups:
            self._group(group)
            self._top += _GAP * 0.8
        self._panel(card.stop, wide)
        self._top += _GAP
        self._words(card.close, _font(_CLOSE), LIGHT.muted, _MARGIN, wide)
        painter.end()
        return self._top + _MARGIN

    def _emblem(self) -> None:
        left = WIDTH - _MARGIN - _EMBLEM if self._mirrored else _MARGIN
        self._painter.drawPixmap(QPointF(left, self._top), icons.pixmap("heart", LIGHT.accent, _EMBLEM))
        self._top += _EMBLEM + _GAP * 0.7

    def _group(self, group: CardGroup) -> None:
        ink, soft = tone_of(group.level, LIGHT)
        wide = WIDTH - 2 * (_MARGIN + _PAD)
        indent = _MARK + _PAD / 2
        heading, item = _font(_HEADING, bold=True), _font(_ITEM)
        heights = [self._height(words, item, wide - indent) for words in group.items]
        head = self._height(group.heading, heading, wide - indent)
        whole = 2 * _PAD + head + sum(heights) + 16 * len(heights)
        self._round(QRectF(_MARGIN, self._top, WIDTH - 2 * _MARGIN, whole), soft)
        self._top += _PAD
        mark = self._side(_MARGIN + _PAD, _MARK)
        paint_mark(
            self._painter,
            group.level,
            QPointF(mark + _MARK / 2, self._top + _line(heading) / 2),
            _MARK,
            QColor(ink),
        )
        self._words(group.heading, heading, ink, _MARGIN + _PAD + indent, wide - indent)
        for words in group.items:
            self._top += 16
            self._dot(ink, self._top + _line(item) / 2)
            self._words(words, item, LIGHT.text, _MARGIN + _PAD + indent, wide - indent)
        self._top += _PAD

    def _panel(self, words: str, wide: float) -> None:
        font = _font(_STOP, bold=True)
        high = self._height(words, font, wide - 2 * _PAD)
        self._round(QRectF(_MARGIN, self._top, wide, high + 2 * _PAD), LIGHT.accent)
        self._top += _PAD
        self._words(words, font, LIGHT.on_accent, _MARGIN + _PAD, wide - 2 * _PAD)
        self._top += _PAD

    def _round(self, place: QRectF, ground: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(ground))
        self._painter.drawRoundedRect(place, _RADIUS, _RADIUS)

    def _dot(self, ink: str, middle: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(ink))
        left = self._side(_MARGIN + _PAD, _MARK)
        self._painter.drawEllipse(QPointF(left + _MARK / 2, middle), 5.5, 5.5)

    def _side(self, lead: float, width: float) -> float:
        """Return the left edge of something that stands at `lead` from where reading begins."""
        return WIDTH - lead - width if self._mirrored else lead

    def _height(self, words: str, font: QFont, wide: float) -> float:
        self._painter.setFont(font)
        return self._painter.boundingRect(QRectF(0, 0, wide, _TALLEST), words, self._option(words)).height()

    def _words(self, words: str, font: QFont, ink: str, lead: float, wide: float) -> None:
        high = self._height(words, font, wide)
        self._painter.setPen(QColor(ink))
        place = QRectF(self._side(lead, wide), self._top, wide, high + _line(font))
        self._painter.drawText(place, words, self._option(words))
        self._top += high

    def _option(self, words: str) -> QTextOption:
        """Let words run in their own direction, and stand where reading the card begins."""
        side = Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        own = Qt.LayoutDirection.RightToLeft if _right_to_left(words) else Qt.LayoutDirection.LeftToRight
        option.setTextDirection(own)
        return option


def _right_to_left(words: str) -> bool:
    """Tell by the first letter that has a direction."""
    for letter in words:
        way = unicodedata.bidirectional(letter)
        if way in {"R", "AL", "L"}:
            return way != "L"
    return False


def _font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the window's typeface in a size that no screen changes."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _line(font: QFont) -> float:
    return QFontMetricsF(font).height()
