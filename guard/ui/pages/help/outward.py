"""Lines that lead out of the program: something to copy, a page to open in the browser."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.pages.help import labels
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.flow import Flow

translate = QCoreApplication.translate


def copy_line(desk: HelpDesk, kind: str, words: str, whose: str) -> QWidget:
    """Return `words` (a number, say) with a button that copies them."""
    shown = translate("Help", "{kind}: {words}").format(kind=kind, words=words)
    return _line(shown, shown, [_copy_button(desk, words, whose)])


class PageLine(QWidget):
    """An address, to copy or to open; nothing is opened before somebody presses the button."""

    def __init__(self, desk: HelpDesk, kind: str, url: str, whose: str, title: str = "") -> None:
        """`title` is shown instead of the address; `whose` tells a screen reader whose page it is."""
        super().__init__()
        self._desk, self._url = desk, url
        words = translate("Help", "{kind}: {words}")
        self._failed = text.hint(
            translate("Help", "No browser could be opened here. Nothing was sent; you can copy the address.")
        )
        text.set_tone(self._failed, "notice")
        self._failed.hide()
        self.opens = buttons.quiet(translate("Help", "Open page"))
        self.opens.setAccessibleName(
            translate("Help", "Open the page of {whose} in the browser").format(whose=whose)
        )
        self.opens.setAccessibleDescription(opens_browser())
        self.opens.setToolTip(opens_browser())
        self.opens.clicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(
            _line(
                words.format(kind=kind, words=title or labels.address(url)),
                words.format(kind=kind, words=title or url),
                [_copy_button(desk, url, whose, page=True), self.opens],
            )
        )
        column.addWidget(self._failed)

    def _open(self) -> None:
        failed = not self._desk.open_page(self._url)
        self._failed.setVisible(failed)
        self.opens.setAccessibleDescription(self._failed.text() if failed else opens_browser())


def opens_browser() -> str:
    """Say what the buttons do that open a page."""
    return translate(
        "Help",
        "“Open page” opens your usual browser, outside Guard; the page is then kept in the browser's history.",
    )


def _copy_button(desk: HelpDesk, words: str, whose: str, *, page: bool = False) -> QPushButton:
    button = buttons.quiet(translate("Help", "Copy"))
    spoken = (
        translate("Help", "Copy the address of {whose}")
        if page
        else translate("Help", "Copy how to reach {whose}: {words}")
    )
    button.setAccessibleName(spoken.format(whose=whose, words=words))
    button.clicked.connect(lambda: desk.copy(words))
    return button


def _line(words: str, spoken: str, ways: Sequence[QPushButton]) -> QWidget:
    line = Bending()
    label = text.body(words)
    label.setAccessibleName(spoken)
    line.row.addWidget(label, 1)
    holder = QWidget()
    holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
    row = Flow(holder)
    for way in ways:
        row.addWidget(way)
    line.row.addWidget(holder)
    return line
