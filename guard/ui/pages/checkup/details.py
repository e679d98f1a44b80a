"""Everything about one check: why it matters, what was seen, what to do, where it comes from."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guard.checkup.check import Answer
from guard.checkup.overview import Told
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.actions import Actions
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.technical import Technical, breakable
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.fold import words_begin


class Details(QWidget):
    """What opens below a check's line."""

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Take messages from `desk`."""
        super().__init__(parent)
        self._desk = desk
        self._column = column = QVBoxLayout(self)
        self._fit()
        column.setSpacing(SPACE)
        self.message = MarkedLine()
        self._aside = MarkedLine()
        self._why = text.body("")
        self._seen = Technical("hint")
        self._guide = Technical("body")
        self._does = Technical("hint")
        self.ways = Actions(desk)
        self._overdue = MarkedLine()
        self._source = Technical("hint")
        for part in (
            self.message,
            self._aside,
            self._why,
            self._seen,
            self._guide,
            self._does,
            self.ways,
            self._overdue,
            self._source,
        ):
            column.addWidget(part)
        for label in (self._seen, self._guide, self._source):
            label.let_copy()

    def changeEvent(self, event: QEvent) -> None:
        """Begin where the words of the line above begin, at any text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self._fit()

    def show_told(self, told: Told) -> None:
        """Show a check as it is now."""
        check, result = told.check, told.result
        message = self._desk.mending.messages.get(check.id)
        _mark(
            self.message,
            *(_of_message(message.tone) if message else ("info", "muted")),
            message.says if message else "",
        )
        _mark(
            self._aside,
            "clock",
            "muted",
            words.reason(told.skip.reason, told.skip.until) if told.skip else "",
        )
        _write(self._why, check.why)
        _write(self._seen, "\n".join(f"•  {line}" for line in result.evidence))
        open_ = result.answer in (Answer.UNSAFE, Answer.UNKNOWN)
        _write(
            self._guide,
            self.tr("By hand: {guide}").format(guide=check.guide) if check.guide and open_ else "",
        )
        _write(self._does, words.what_a_fix_does(check) if result.fixable else "")
        _mark(self._overdue, "clock", "notice", words.overdue(check, self._desk.now().date()))
        _write(self._source, words.source(check))
        self.ways.show_told(told)

    def _fit(self) -> None:
        edge = words_begin(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left, right = (SPACE, edge) if mirrored else (edge, SPACE)
        self._column.setContentsMargins(left, 0, right, SPACE * 3 // 2)


def _of_message(tone: str) -> tuple[str, str]:
    return ("check", "calm") if tone == "calm" else ("info", "notice")


def _mark(line: MarkedLine, icon: str, color: str, says: str) -> None:
    if says and says != line.words:
        line.show_line(icon, color, says)
    line.setVisible(bool(says))


def _write(label: QLabel, says: str) -> None:
    if breakable(says) != label.text():
        label.setText(says)
    label.setVisible(bool(says))
