"""The lock: now, with the screen, after a while; what opens it; and hiding everything."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from guard.ui.locking import Way
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.switch import Switch

LOCK_KEYS = "Ctrl+L"
HIDE_KEYS = "Ctrl+Shift+H"
_MINUTES = (0, 1, 2, 5, 10, 15, 30, 60)


class LockCard(Card):
    """Applies every choice at once."""

    passphrase_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Show the settings as they are."""
        super().__init__(self.tr("Lock and hide"), parent=parent)
        self._desk = desk
        self.now = buttons.quiet(self.tr("Lock"), "lock")
        self.now.clicked.connect(desk.locking.lock)
        self.choose = buttons.quiet("", "edit")
        self.choose.clicked.connect(self.passphrase_wanted)
        self.remove = buttons.quiet(self.tr("Remove"), "trash")
        self.remove.setAccessibleName(self.tr("Remove the lock's passphrase"))
        self.remove.clicked.connect(self.remove_wanted)
        ways = QWidget()
        row = Flow(ways)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        self.with_screen = Switch(self.tr("When the screen locks"))
        self.after = QComboBox()
        for minutes in _MINUTES:
            self.after.addItem(self._minutes(minutes), minutes)
        self.after.setMinimumWidth(SPACE * 18)
        self.hide_all = buttons.quiet(self.tr("Hide everything"), "eye-off")
        self.hide_all.clicked.connect(desk.hide)
        self._opens = Line(self.tr("What opens it"), "", ways)
        self._screen = Line(self.tr("When the screen locks"), "", self.with_screen)
        self._idle = Line(self.tr("After a while without use"), "", self.after)
        add_lines(
            self,
            Line(
                self.tr("Lock now"),
                self.tr("{keys}, or the tray's menu. Stopping a session works without unlocking.").format(
                    keys=LOCK_KEYS
                ),
                self.now,
            ),
            self._opens,
            self._screen,
            self._idle,
            Line(
                self.tr("Hide everything at once"),
                self.tr(
                    "{keys}, the tray's menu, or “guard hide” for a shortcut of your desktop. Windows and alerts go, Guard locks, "
                    "a live session pauses and the guard goes on. Starting Guard again, or its tray icon, brings the lock back."
                ).format(keys=HIDE_KEYS),
                self.hide_all,
            ),
        )
        self.with_screen.toggled.connect(self._with_screen)
        self.after.currentIndexChanged.connect(self._after)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings, and what this desktop can tell."""
        settings, way = self._desk.preferences.now, self._desk.locking.way
        _quietly(self.with_screen, lambda: self.with_screen.setChecked(settings.lock_with_screen))
        _quietly(self.after, lambda: self._show_minutes(settings.lock_after))
        self.choose.setVisible(way is not Way.FILE)
        self.remove.setVisible(way is Way.PASSPHRASE)
        self.choose.setText(self.tr("Change") if way is Way.PASSPHRASE else self.tr("Choose a passphrase"))
        self.choose.setAccessibleName(
            self.tr("Change the lock's passphrase")
            if way is Way.PASSPHRASE
            else self.tr("Choose a passphrase for the lock")
        )
        self._opens.say(self._way_words(way))
        self._show_screen()
        self._show_idle()

    def _way_words(self, way: Way) -> str:
        return {
            Way.FILE: self.tr("The passphrase of your file."),
            Way.PASSPHRASE: self.tr("A passphrase of its own; Guard also starts locked."),
            Way.KEYRING: self.tr(
                "Your keyring: it asks for its password if it is locked itself. In most logins it is open already, and then "
                "one click opens Guard again. A passphrase of its own is stronger."
            ),
        }[way]

    def _show_screen(self) -> None:
        heard = self._desk.system_lock.heard_by
        if heard is None:
            self._screen.say(self.tr("Asking this desktop…"))
        elif heard:
            self._screen.say(self.tr("Told by {who}.").format(who=heard))
        else:
            self._screen.say(
                self.tr("Nobody on this desktop tells Guard when the screen locks, so this is not here yet.")
            )
        self.with_screen.setEnabled(heard != "" or self.with_screen.isChecked())

    def _show_idle(self) -> None:
        by_desktop = self._desk.idle.by_desktop
        if by_desktop is None:
            self._idle.say(self.tr("Counts minutes without a key or a movement."))
        elif by_desktop:
            self._idle.say(
                self.tr("Counts minutes without a key or a movement anywhere, as this desktop tells.")
            )
        else:
            self._idle.say(
                self.tr(
                    "This desktop does not tell how long nobody has used it, so Guard counts from the last time its own windows "
                    "were used."
                )
            )

    def _show_minutes(self, minutes: int) -> None:
        place = self.after.findData(minutes)
        if place < 0:
            self.after.addItem(self._minutes(minutes), minutes)
            place = self.after.count() - 1
        self.after.setCurrentIndex(place)

    def _minutes(self, minutes: int) -> str:
        if not minutes:
            return self.tr("Never")
        return self.tr("1 minute") if minutes == 1 else self.tr("%n minutes", "", minutes)

    def _with_screen(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._desk.preferences.change(lock_with_screen=on)

    def _after(self) -> None:
        self._desk.preferences.change(lock_after=int(self.after.currentData()))


def _quietly(control: QWidget, change: Callable[[], None]) -> None:
    """Change what a control shows without its saying so."""
    control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    change()
    control.blockSignals(False)  # noqa: FBT003 - Qt's own signature
