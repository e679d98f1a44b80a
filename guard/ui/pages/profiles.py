"""All pseudonyms: who there is, a new one, and letting one go."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from guard.profiles.profile import Profile
from guard.ui.pages.dot import Dot, Shades
from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.pseudonym_form import PseudonymForm
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear, first_stop, tab_as_read
from guard.ui.widgets.card import Card
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.page import Page


class ProfilesPage(Page):
    """Shows what the keyring holds; it is asked each time the page is opened."""

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._desk = desk
        self.title.setText(self.tr("Profiles"))
        self.setAccessibleName(self.tr("Profiles"))
        self.subtitle.setText(
            self.tr("Your pseudonyms. They are kept in this computer's keyring and nowhere else.")
        )
        self.subtitle.show()
        self.column.addWidget(KeyringNotice(desk))
        self._new = buttons.primary(self.tr("New pseudonym"), "plus")
        self._new.clicked.connect(self._open)
        self.column.addWidget(self._new)
        self.form = PseudonymForm(desk)
        self.form.hide()
        self.form.closed.connect(self._closed)
        self.column.addWidget(self.form)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE * 3 // 2)
        self.column.addLayout(self._list)
        self.column.addStretch(1)
        self._shown: tuple[Profile, ...] | None = None
        self._empty = False
        desk.changed.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the keyring, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self._desk.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def _open(self) -> None:
        self.form.open()
        self._refresh()

    def _closed(self) -> None:
        self._refresh()
        start = first_stop(self)
        if start is not None and self.isVisible():
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        for card in self.findChildren(ProfileCard):
            card.set_busy(busy=self._desk.busy)
        known = self._desk.known
        writing = not self.form.isHidden()
        self._new.setVisible(bool(known) and not writing)
        empty = known == () and not writing
        if known == self._shown and empty == self._empty:
            return
        self._shown, self._empty = known, empty
        focus = QApplication.focusWidget()
        here = focus is not None and any(card.isAncestorOf(focus) for card in self.findChildren(ProfileCard))
        clear(self._list)
        if here:
            self._new.setFocus()
        for profile in known or ():
            card = ProfileCard(profile, self._desk.shades(profile))
            card.removed.connect(self._desk.remove)
            self._list.addWidget(card)
        if empty:
            first = buttons.primary(self.tr("Make the first one"), "plus")
            first.clicked.connect(self._open)
            self._list.addWidget(
                EmptyState(
                    "people",
                    self.tr("Nobody here yet"),
                    self.tr(
                        "A pseudonym is who you are in these conversations: a name of its own, with nothing in it that leads to you."
                    ),
                    first,
                ),
            )


class ProfileCard(Card):
    """One pseudonym, and the question before it is deleted."""

    removed = Signal(str)

    def __init__(self, profile: Profile, shades: Shades | None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._profile = profile
        self.setAccessibleName(profile.name)
        head = Bending()
        who = QWidget()
        row = QHBoxLayout(who)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE * 3 // 2)
        if shades is not None:
            row.addWidget(Dot(shades))
        row.addWidget(text.section(profile.name), 1)
        head.row.addWidget(who, 1)
        self._remove = buttons.quiet(self.tr("Remove"), "trash")
        self._remove.setAccessibleName(self.tr("Remove {name}").format(name=profile.name))
        self._remove.clicked.connect(self._ask)
        head.row.addWidget(self._remove)
        self.body.addWidget(head)
        for line in (profile.pronouns, profile.about):
            if line:
                self.body.addWidget(text.hint(line))
        self._question = self._confirmation()
        self._question.hide()
        self.body.addWidget(self._question)

    def set_busy(self, *, busy: bool) -> None:
        """While the keyring is being asked, nothing more can be asked of it."""
        self._delete.setEnabled(not busy)

    def _confirmation(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, SPACE, 0, 0)
        name = self._profile.name
        column.addWidget(
            text.body(
                self.tr(
                    "Remove {name}? The name, the pronouns, the colour and the note are deleted from your keyring. This cannot be undone. Accounts made elsewhere under this name stay as they are."
                ).format(name=name),
            ),
        )
        ways = QWidget()
        row = Flow(ways)
        self._keep = buttons.quiet(self.tr("Keep"))
        self._keep.setAccessibleName(self.tr("Keep {name}").format(name=name))
        self._keep.clicked.connect(self._never_mind)
        self._delete = buttons.danger(self.tr("Delete for good"), "trash")
        self._delete.setAccessibleName(self.tr("Delete {name} for good").format(name=name))
        self._delete.clicked.connect(lambda: self.removed.emit(self._profile.id))
        row.addWidget(self._keep)
        row.addWidget(self._delete)
        column.addWidget(ways)
        return whole

    def _ask(self) -> None:
        self._remove.hide()
        self._question.show()
        self._keep.setFocus()

    def _never_mind(self) -> None:
        self._question.hide()
        self._remove.show()
        self._remove.setFocus()
