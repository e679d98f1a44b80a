"""How to stop a session, or to hide Guard, from wherever one is."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.help.desk import HelpDesk, Keys
from guard.ui.pages.help.outward import copy_line
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text

_COMMANDS = {"stop": "guard stop", "hide": "guard hide"}


class KeysHint(QWidget):
    """Names the keys that the desktop gave, else the two commands that any desktop can give a key to."""

    def __init__(self, desk: HelpDesk, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._names = {"stop": self.tr("Stop the session"), "hide": self.tr("Hide Guard and lock it")}
        self.says = text.body("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.says)
        self._commands = QWidget()
        lines = QVBoxLayout(self._commands)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(SPACE)
        for name, command in _COMMANDS.items():
            lines.addWidget(copy_line(desk, self._names[name], command, self._names[name]))
        column.addWidget(self._commands)
        self.ask = buttons.link(self.tr("Let this desktop be asked for keys again"))
        self.ask.clicked.connect(self._ask)
        column.addWidget(self.ask)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Keys may have been given or taken away meanwhile."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Say what holds now."""
        keys = self._keys.keys
        given = [f"{self._names[name]}: {keys[name]}" for name in _COMMANDS if keys.get(name)]
        if given:
            self.says.setText(
                self.tr("While a session is on, these keys work in every window: {keys}.").format(
                    keys="; ".join(given)
                )
            )
        else:
            self.says.setText(
                self.tr(
                    "In the keyboard settings of this computer you can give each of these commands a key."
                )
            )
        self._commands.setVisible(not given)
        self.ask.setVisible(self._keys.refused)

    def _ask(self) -> None:
        self._keys.ask_again()
        self.refresh()
        self.says.setText(self.tr("This desktop is asked with the next session."))
