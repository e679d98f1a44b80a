"""The recovery kit on paper: a PDF of one page, laid out from the sheet's blocks, in memory."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextOption,
)

from guard.ui.secrets import KitSheet

_DOTS = 300  # a printer's resolution, per inch
_MARGIN_MM = 18
_MM = _DOTS / 25.4
_PICTURE_MM = 62
_GAP_MM = 5
_GROUPS_A_LINE = 4


def pdf(sheet: KitSheet) -> bytes:
    """Return the page as a PDF; it says nothing of who made it."""
    store = QByteArray()
    device = QBuffer(store)
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(device)
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*(_MARGIN_MM,) * 4), QPageLayout.Unit.Millimeter)
    writer.setTitle(sheet.title)
    writer.setCreator("")
    painter = QPainter(writer)
    painter.setPen(QColor("black"))
    _Paper(painter, float(writer.width())).draw(sheet)
    painter.end()
    device.close()
    return bytes(store.data())


def paint_picture(painter: QPainter, area: QRectF, rows: tuple[tuple[bool, ...], ...]) -> None:
    """Paint a QR code, black on white whatever the theme: cameras want it so."""
    painter.fillRect(area, QColor("white"))
    if not rows:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    side = min(area.width(), area.height()) / len(rows)
    for row, modules in enumerate(rows):
        for column, dark in enumerate(modules):
            if dark:
                left, top = area.left() + column * side, area.top() + row * side
                right, bottom = left + side, top + side
                cell = QRectF(round(left), round(top), round(right) - round(left), round(bottom) - round(top))
                painter.fillRect(cell, QColor("black"))


class _Paper:
    """A page that fills from top to bottom; lengths in dots."""

    def __init__(self, painter: QPainter, width: float) -> None:
        self._painter = painter
        self._width = width
        self._top = 0.0

    def draw(self, sheet: KitSheet) -> None:
        self._words(sheet.title, _font(22, bold=True), gap=2)
        self._words(sheet.made.isoformat(), _font(11), gap=_GAP_MM)
        self._code(sheet)
        for paragraph in sheet.words:
            self._words(paragraph.heading, _font(11, bold=True), gap=1)
            self._words(paragraph.text, _font(10), gap=3.5)

    def _code(self, sheet: KitSheet) -> None:
        """Put the picture at the left and the groups beside it."""
        side = _PICTURE_MM * _MM
        paint_picture(self._painter, QRectF(0, self._top, side, side), sheet.picture)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSize(14)
        lines = [
            " ".join(sheet.groups[start : start + _GROUPS_A_LINE])
            for start in range(0, len(sheet.groups), _GROUPS_A_LINE)
        ]
        left = side + _GAP_MM * _MM
        self._painter.setFont(font)
        area = QRectF(left, self._top + 4 * _MM, self._width - left, side)
        self._painter.drawText(area, Qt.AlignmentFlag.AlignLeft, "\n".join(lines))
        self._top += side + _GAP_MM * _MM

    def _words(self, words: str, font: QFont, *, gap: float) -> None:
        self._painter.setFont(font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        area = QRectF(0, self._top, self._width, 100_000)
        taken = self._painter.boundingRect(area, words, option)
        self._painter.drawText(area, words, option)
        self._top += taken.height() + gap * _MM


def _font(points: int, *, bold: bool = False) -> QFont:
    """Return the window's own typeface in a size for paper."""
    font = QFont(QGuiApplication.font())
    font.setPointSize(points)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
