"""How the keyring is doing: being asked, slow to answer, or refusing. One place on every page that needs it."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.banner import Action, Banner


class KeyringNotice(QWidget):
    """Empty and without height as long as all is well."""

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._asking = text.body("")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._hint = text.hint("")
        self._trouble = QVBoxLayout()
        for part in (self._asking, self._bar, self._hint):
            column.addWidget(part)
        column.addLayout(self._trouble)
        self._instead = buttons.link(self.tr("Use a passphrase file instead"), "lock")
        self._instead.clicked.connect(desk.file_wanted)
        column.addWidget(self._instead)
        self._said = ""
        desk.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        asking = self._desk.busy and (self._desk.slow or not self._desk.quiet)
        self._say_who()
        self._asking.setVisible(asking)
        self._bar.setVisible(asking)
        self._hint.setVisible(self._desk.slow)
        said = "" if asking else self._desk.trouble or self._desk.notice
        if said != self._said:
            clear(self._trouble)
            self._said = said
            if said:
                banner = Banner(
                    said, tone="notice" if self._desk.trouble else "plain", action=self._way_out()
                )
                banner.dismissed.connect(self._forget)
                self._trouble.addWidget(banner)
                banner.announce()
        self._instead.setVisible(bool(said) and self._desk.unreachable)
        self.setVisible(asking or bool(said))

    def _say_who(self) -> None:
        """Call it what it is: a keyring may ask its user, a file only takes its time."""
        by_file = self._desk.by_file
        asking = self.tr("Reading your passphrase file…") if by_file else self.tr("Asking your keyring…")
        self._asking.setText(asking)
        self._bar.setAccessibleName(asking)
        self._hint.setText(
            self.tr("This takes a while. The disk may be slow, or another Guard is changing the file.")
            if by_file
            else self.tr(
                "This takes a while. Your system may be asking for your password in a window behind this one."
            )
        )

    def _way_out(self) -> Action | None:
        if self._desk.missing:
            return self.tr("Start anew here"), self._desk.start_anew
        return (self.tr("Try again"), self._desk.again) if self._desk.trouble else None

    def _forget(self) -> None:
        if not self._desk.busy:
            self._desk.forget_trouble()
