"""A recovery kit on the screen, shown once: its code in groups and as a picture to scan."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.pages.settings.paper import paint_picture
from guard.ui.secrets import KitSheet
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending

_PIXELS = 4  # a module of the picture
_GROUPS_A_LINE = 4


class QrPicture(QWidget):
    """A QR code as large as a camera wants it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The kit's code as a QR picture"))

    def show_rows(self, rows: tuple[tuple[bool, ...], ...]) -> None:
        """Show another picture; () shows none."""
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Whole pixels for every module."""
        side = max(len(self._rows), 1) * _PIXELS
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it black on white."""
        painter = QPainter(self)
        paint_picture(painter, QRectF(self.rect()), self._rows)
        painter.end()


class KitView(QWidget):
    """Code and picture side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QrPicture()
        self.code = QLabel()
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        # a code reads from left to right whatever the language
        self.code.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = Bending()
        row.row.setSpacing(SPACE * 3)
        row.row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(text.hint(self.tr("The code. Capitals and spaces do not matter when you type it.")))
        column.addWidget(self.code)
        column.addStretch(1)
        row.row.addWidget(words, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(row)
        self._dress()

    def show_sheet(self, sheet: KitSheet | None) -> None:
        """Show a kit, or forget the one that was shown."""
        self.picture.show_rows(sheet.picture if sheet is not None else ())
        groups = sheet.groups if sheet is not None else ()
        lines = [
            " ".join(groups[start : start + _GROUPS_A_LINE])
            for start in range(0, len(groups), _GROUPS_A_LINE)
        ]
        self.code.setText("\n".join(lines))
        self.code.setAccessibleName(self.tr("The kit's code"))
        self.code.setAccessibleDescription(" ".join(groups))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the letters apart at any text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 1.15)
        self.code.setFont(font)
