"""Who the user is now: shown on every window of a session, and taken into account by what is copied."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from guard.profiles.profile import Profile
from guard.session.keeper import SessionKeeper
from guard.session.model import Phase, Plan
from guard.session.phase import OPEN
from guard.ui.alert.alert import AlertPresenter
from guard.ui.background import Background
from guard.ui.clipboard import ClipboardCare, Doubt
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.persona import Persona
from guard.ui.window import MainWindow

_IN_SESSION = OPEN | {Phase.GATE, Phase.READY}
_NAMED = 3  # pseudonyms in one sentence


class Selfhood(QObject):
    """The curtain is left out: it stays neutral."""

    def __init__(
        self,
        keeper: SessionKeeper,
        pseudonyms: Pseudonyms,
        platforms: Mapping[str, str],
        *,
        window: MainWindow,
        alerts: AlertPresenter,
        conceal: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """`platforms` are names by id; `conceal` as in `ClipboardCare`."""
        super().__init__(parent)
        self._keeper = keeper
        self._pseudonyms = pseudonyms
        self._platforms = platforms
        self._window = window
        self._alerts = alerts
        self._veiled = False
        self._comparing = Background(self)
        self.clipboard = ClipboardCare(self._lists, self._comparing, conceal=conceal, parent=self)
        self.clipboard.copied.connect(self._say_copied)
        self.clipboard.doubted.connect(self._say_not_copied)
        pseudonyms.changed.connect(self.show)

    def show(self) -> None:
        """Show who the user is as the session stands."""
        plan = self._plan()
        persona = None
        if plan is not None and not self._veiled:
            shades = self._pseudonyms.shades(self._pseudonyms.named(plan.profile_id))
            persona = Persona(plan.profile_name, self._platforms.get(plan.platform_id, ""), shades)
        self._window.set_persona(persona)
        self._alerts.set_persona(persona)

    def veil(self, *, veiled: bool) -> None:
        """Name nobody on any window while it is locked or hidden."""
        self._veiled = veiled
        self.show()

    def end(self) -> None:
        """Leave nothing on the clipboard, and end the thread."""
        self.clipboard.clear()
        self._comparing.close()

    def _plan(self) -> Plan | None:
        session = self._keeper.session
        return session.plan if session.phase in _IN_SESSION else None

    def _lists(self, profile: Profile | None) -> list[Profile]:
        """Return whose never-share words count: who the user is now and whom the text is from, else everybody."""
        plan = self._plan()
        ids = {plan.profile_id if plan else "", profile.id if profile else ""} - {""}
        return [each for each in self._pseudonyms.known or () if each.id in ids or not ids]

    def _say_copied(self) -> None:
        self._window.untell("clipboard")
        self._window.remark(self.tr("Copied for one minute."))

    def _say_not_copied(self, doubt: Doubt) -> None:
        sentence = self.tr("Not copied: this text holds a word that you never share as {names}.")
        self._window.tell(
            sentence.format(names=self.tr(" or ").join(doubt.names[:_NAMED])),
            key="clipboard",
            action=(self.tr("Copy it all the same"), doubt.go_on),
        )
