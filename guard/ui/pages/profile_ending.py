"""Putting a pseudonym to rest, bringing it back, and deleting it for good, which asks once more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.profiles.profile import Profile
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow


class ProfileEnding(Card):
    """Keeping is always the first answer."""

    retired = Signal()
    brought_back = Signal()
    removed = Signal()
    asked = Signal()
    """The last question stands below; it has to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._resting = False
        self.setAccessibleName(self.tr("When you no longer use it"))
        self.body.addWidget(text.section(self.tr("When you no longer use it")))
        rest = Bending()
        self._says = text.body("")
        self.rest = buttons.quiet("", "pause")
        self.rest.clicked.connect(self._rest)
        rest.row.addWidget(self._says, 1)
        rest.row.addWidget(self.rest)
        self.body.addWidget(rest)
        self._first = text.hint(self.tr("Save or discard your changes first."))
        self.body.addWidget(self._first)
        self._ask = buttons.link(self.tr("Delete for good…"), "trash")
        self._ask.clicked.connect(self._open)
        self.body.addWidget(self._ask)
        self._question = self._confirmation()
        self.body.addWidget(self._question)

    def show_profile(self, profile: Profile) -> None:
        """Offer what fits a profile; nothing is asked yet."""
        self._resting = profile.retired is not None
        self._says.setText(
            self.tr("It rests: you keep it, and sessions do not offer it.")
            if self._resting
            else self.tr("Retiring keeps everything, but sessions no longer offer it. You can bring it back.")
        )
        words = self.tr("Bring it back") if self._resting else self.tr("Retire")
        self.rest.setText(words)
        self.rest.setAccessibleName(
            (self.tr("Bring {name} back") if self._resting else self.tr("Retire {name}")).format(
                name=profile.name
            )
        )
        self._ask.setAccessibleName(self.tr("Delete {name} for good…").format(name=profile.name))
        self._words.setText(
            self.tr(
                "Delete {name}? Everything written here is deleted. This cannot be undone. Accounts made elsewhere under this name stay as they are."
            ).format(name=profile.name)
        )
        self._keep.setAccessibleName(self.tr("Keep {name}").format(name=profile.name))
        self._delete.setAccessibleName(self.tr("Delete {name} for good").format(name=profile.name))
        self._question.hide()
        self._ask.show()

    def allow(self, *, busy: bool, changed: bool) -> None:
        """While the keyring is asked nothing is possible; with unsaved changes only deleting is."""
        self.rest.setEnabled(not busy and not changed)
        self._first.setVisible(changed)
        self._delete.setEnabled(not busy)

    def _confirmation(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, SPACE, 0, 0)
        self._words = text.body("")
        column.addWidget(self._words)
        ways = QWidget()
        row = Flow(ways)
        self._keep = buttons.quiet(self.tr("Keep"))
        self._keep.clicked.connect(self._never_mind)
        self._delete = buttons.danger(self.tr("Delete for good"), "trash")
        self._delete.clicked.connect(self.removed)
        row.addWidget(self._keep)
        row.addWidget(self._delete)
        column.addWidget(ways)
        return whole

    def _rest(self) -> None:
        (self.brought_back if self._resting else self.retired).emit()

    def _open(self) -> None:
        self._ask.hide()
        self._question.show()
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def _never_mind(self) -> None:
        self._question.hide()
        self._ask.show()
        self._ask.setFocus(Qt.FocusReason.OtherFocusReason)
