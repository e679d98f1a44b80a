"""What to look at in one platform before a talk, each thing to be ticked off."""

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.knowledge.platform_advice import tonight
from guard.knowledge.platforms import Platform, Setting
from guard.ui.pages.check_line import CheckLine
from guard.ui.pages.platforms import words
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.slowly import Slowly

_FEW = 5


class Tonight(Card):
    """Keeps its order while somebody ticks, so that nothing moves under the hand."""

    def __init__(self, desk: PlatformDesk, parent: QWidget | None = None) -> None:
        """Show nothing until `show_platform`."""
        super().__init__(self.tr("Before tonight"), parent=parent)
        self._desk = desk
        self._platform: Platform | None = None
        self._left = text.hint("")
        self.body.addWidget(self._left)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE * 3 // 2)
        self.body.addLayout(self._lines)
        self._more = buttons.link("")
        self._more.clicked.connect(self._show_all)
        self.body.addWidget(self._more)
        self.building = Slowly(self)
        self.lines: dict[str, SettingLine] = {}

    def show_platform(self, platform: Platform) -> None:
        """Show a platform's settings, the most important of those not looked at first."""
        if platform is not self._platform:
            self._platform = platform
            if self.heading is not None:
                self.heading.setText(
                    self.tr("What to change in {name} before tonight").format(name=platform.name)
                )
                self.setAccessibleName(self.heading.text())
            self._build(_FEW)
        self.refresh()

    def refresh(self) -> None:
        """Show what has been ticked."""
        if self._platform is None:
            return
        settings = self._platform.settings
        open_ = [each for each in settings if self._desk.looked(each.id) is None]
        self._left.setText(words.left(len(open_), len(settings)))
        for line in self.lines.values():
            line.show_day(self._desk.looked(line.setting.id))

    def _build(self, number: int) -> None:
        clear(self._lines)
        self.lines = {}
        platform = self._platform
        if platform is None:
            return
        done = [each.id for each in platform.settings if self._desk.looked(each.id) is not None]
        first = tonight(platform, done)
        order = [*first, *(each for each in tonight(platform) if each.id in done)]
        hidden = len(order) - number
        self._more.setVisible(hidden > 0)
        self._more.setText(self.tr("Show {number} more").format(number=hidden))
        self.building.begin([partial(self._add, each) for each in order[:number]])

    def _add(self, setting: Setting) -> None:
        line = SettingLine(setting)
        line.show_day(self._desk.looked(setting.id))
        line.box.toggled.connect(lambda on: self._desk.look(setting.id, done=on))
        self.lines[setting.id] = line
        self._lines.addWidget(line)

    def _show_all(self) -> None:
        focus = self._more.hasFocus()
        shown = list(self.lines)
        self._build(len(self._platform.settings) if self._platform is not None else 0)
        if focus and shown and shown[-1] in self.lines:
            self.lines[shown[-1]].box.box.setFocus()


class SettingLine(QWidget):
    """One setting: its box, where it is found, why it helps, and when it was looked at."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        """Show `setting`, not ticked."""
        super().__init__(parent)
        self.setting = setting
        self.box = CheckLine(setting.title)
        self._says = text.hint("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self._says)
        self._said = f"{words.where(setting.where)}: {setting.path}.\n{setting.why}"
        self._fit()
        self.show_day(None)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the words below the title's, at any text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self._fit()

    def show_day(self, when: date | None) -> None:
        """Show whether and when it was looked at. Nobody is told."""
        blocked = self.box.box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.box.box.setChecked(when is not None)
        self.box.box.blockSignals(blocked)
        said = f"{self._said}\n{words.looked(when)}" if when is not None else self._said
        self._says.setText(said)
        self.box.box.setAccessibleDescription(said.replace("\n", " "))

    def _fit(self) -> None:
        edge = self.box.box.sizeHint().width() + SPACE
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._says.setContentsMargins(0 if mirrored else edge, 0, edge if mirrored else 0, 0)
