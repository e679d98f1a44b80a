"""Guard itself: its windows in pictures of the screen, starting with the login, and how much it says aloud."""

from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.widgets.card import Card
from guard.ui.widgets.switch import Switch


class WindowCard(Card):
    """Applies every choice at once."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Show the settings as they are."""
        super().__init__(self.tr("Guard's own window"), parent=parent)
        self._desk = desk
        self.hidden = Switch(self.tr("Leave Guard out of pictures of the screen"))
        self.start = Switch(self.tr("Start with the login"))
        self.discreet = Switch(self.tr("Discreet notices"))
        self._pictures = Line(self.tr("Leave Guard out of pictures of the screen"), "", self.hidden)
        self._login = Line(self.tr("Start with the login"), "", self.start)
        add_lines(
            self,
            self._pictures,
            self._login,
            Line(
                self.tr("Discreet notices"),
                self.tr(
                    "The tray's menu names no programs. An alert still says what records, and no notice ever names a pseudonym."
                ),
                self.discreet,
            ),
        )
        self.hidden.toggled.connect(lambda on: desk.preferences.change(hide_window=on))
        self.discreet.toggled.connect(lambda on: desk.preferences.change(discreet=on))
        self.start.toggled.connect(self._turn)
        self._showing = False
        self.refresh()

    def refresh(self) -> None:
        """Show the settings, and what the system did with them."""
        settings, shield = self._desk.preferences.now, self._desk.shield
        self._showing = True
        cannot = shield.shield.cannot
        self.hidden.setChecked(settings.hide_window and not cannot)
        self.hidden.setEnabled(not cannot)
        self.discreet.setChecked(settings.discreet)
        self._showing = False
        refused = self.tr(
            "The system was asked and did not do it, so Guard's windows are in pictures as before."
        )
        self._pictures.say(cannot or (refused if shield.refused else shield.shield.costs))

    def look(self) -> None:
        """Read whether Guard starts with the login, which others may have changed."""

        def told(on: bool) -> None:  # noqa: FBT001 - what `is_on` answers
            self._showing = True
            self.start.setChecked(on)
            self._showing = False
            self._login.say(self.tr("Guard then watches from the start; the window opens with it."))

        self._desk.thinker.run(self._read, told, self._cannot)

    def _read(self) -> bool:
        try:
            return self._desk.autostart.is_on()
        except OSError as error:
            raise GuardError(self.tr("Guard cannot read whether it starts with the login.")) from error

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if self._showing:
            return

        def work() -> None:
            try:
                self._desk.autostart.turn(on=on)
            except OSError as error:
                raise GuardError(
                    self.tr(
                        "Starting with the login could not be changed ({why}). It is as it was before."
                    ).format(why=error.strerror or type(error).__name__)
                ) from error

        def done(_: None) -> None:
            self._desk.preferences.change(autostart=on)
            self.look()

        def failed(error: GuardError) -> None:
            self.look()
            self._desk.tell(error.sentence)

        self._desk.thinker.run(work, done, failed)

    def _cannot(self, error: GuardError) -> None:
        self._login.say(error.sentence)
