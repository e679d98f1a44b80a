"""One step of a session: a page that scrolls and, under it, a line that stays in sight."""

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from guard.ui.pages.session.doubled import NoSecondClick
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending, first_stop, tab_as_read
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.page import Page

_LEAST_PAGE = 110  # pixels that a page keeps when large buttons need the room


class Step(QWidget):
    """Contents go into `column`, the state in words into `says`, buttons below with `add_way`."""

    quick = False
    """Whether a key pressed right after this step came is meant for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = Page("")
        self.page.setMinimumHeight(_LEAST_PAGE)
        self.column = self.page.column
        bar = QFrame()
        bar.setObjectName("footer")
        around = QVBoxLayout(bar)
        around.setContentsMargins(SPACE * 3, SPACE * 3 // 2, SPACE * 3, SPACE * 3 // 2)
        foot = Bending()
        self.says = text.body("")
        self._no_second_click = NoSecondClick(self)
        self._ways = QWidget()
        self._row = Flow(self._ways)
        foot.row.addWidget(self.says, 1)
        foot.row.addWidget(self._ways)
        around.addWidget(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        whole.addWidget(bar)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def add_way(self, *ways: QPushButton) -> None:
        """Put buttons beside `says`; the last one is the next step."""
        for way in ways:
            way.installEventFilter(self._no_second_click)
            self._row.addWidget(way)

    def name(self, title: str, subtitle: str = "") -> None:
        """Write the step's heading and the sentence under it."""
        self.page.title.setText(title)
        self.page.subtitle.setText(subtitle)
        self.page.subtitle.setVisible(bool(subtitle))
        self.page.setAccessibleName(title)
        self.setAccessibleName(title)

    @property
    def heard(self) -> str:
        """What a screen reader is told when this step is turned to: its name and what it says."""
        words = (self.page.title.text(), self.page.subtitle.text(), self.remark, self.says.text())
        return " ".join(text.sentence(each) for each in words if each)

    @property
    def remark(self) -> str:
        """What else has to be heard at once; nothing as a rule."""
        return ""

    def focus(self) -> None:
        """Bring the keyboard to where this step begins."""
        start = first_stop(self.page)
        if start is not None:
            start.setFocus()
