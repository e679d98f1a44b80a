"""Where the secrets live: by its plain name, and the way to a passphrase file where there is no keyring."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.ui.secrets import Home
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.picture import Picture


class HomeCard(Card):
    """Says what is known; nothing while it is being asked."""

    file_wanted = Signal()
    change_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Know nothing yet."""
        super().__init__(self.tr("Where your secrets live"), parent=parent)
        head = QHBoxLayout()
        head.setSpacing(SPACE * 3 // 2)
        head.addWidget(Picture("key", "accent", ems=1.9), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        self._name = text.body("")
        bold = self._name.font()
        bold.setWeight(QFont.Weight.DemiBold)
        self._name.setFont(bold)
        self._says = text.body("")
        self._warning = text.body("")
        text.set_tone(self._warning, "notice")
        self._detail = text.hint("")
        for label in (self._name, self._says, self._warning, self._detail):
            words.addWidget(label)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.file = buttons.quiet(self.tr("Use a passphrase file instead"), "lock")
        self.file.clicked.connect(self.file_wanted)
        self.again = buttons.quiet(self.tr("Look again"), "refresh")
        self.again.clicked.connect(self.again_wanted)
        self.change = buttons.quiet(self.tr("Change the passphrase"), "edit")
        self.change.clicked.connect(self.change_wanted)
        ways = QWidget()
        row = Flow(ways)
        for button in (self.file, self.again, self.change):
            row.addWidget(button)
        self._ways = ways
        self.body.addWidget(ways)
        self.show_home(None)

    def show_home(self, home: Home | None) -> None:
        """Show where; None while nobody knows."""
        self.file.setVisible(home is not None and bool(home.trouble) and not home.is_file)
        self.again.setVisible(home is not None and bool(home.trouble))
        self.change.setVisible(home is not None and home.is_file and not home.trouble)
        self._ways.setVisible(home is not None and (home.is_file or bool(home.trouble)))
        self._detail.setVisible(home is not None and bool(home.detail or home.also))
        self._warning.setText(home.warning if home is not None else "")
        self._warning.setVisible(home is not None and bool(home.warning))
        if home is None:
            self._name.setText(self.tr("One moment…"))
            self._says.hide()
            return
        self._name.setText(home.name)
        self._says.setText(home.trouble or self._meaning(home))
        text.set_tone(self._says, "notice" if home.trouble else "plain")
        self._says.show()
        self._detail.setText("\n".join(part for part in (home.also, home.detail) if part))

    def _meaning(self, home: Home) -> str:
        if home.is_file:
            return self.tr(
                "One encrypted file on this computer. Its passphrase opens it at every start, and nobody can bring a lost one back."
            )
        if home.pinned:
            return self.tr(
                "Your profiles are here and nowhere else. If another keyring answers one day, Guard says so and does not take it for an empty one."
            )
        return self.tr("Your profiles will be here and nowhere else. Nothing is kept yet.")
