"""Brings changed limits to the keyring with the pseudonym that they belong to, a few key presses at a time."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from guard.profiles import parts
from guard.profiles.editing import ChangedMeanwhile
from guard.profiles.profile import Profile
from guard.session.boundaries import Limits, from_plain
from guard.session.standing import Edit, applied
from guard.ui.pages.pseudonyms import Pseudonyms

_SAVE_MS = 300  # so that a few presses of a key make one change to the keyring
_TRIES = 3


class LimitsSaving(QObject):
    """What is on its way counts as kept; what the keyring refuses is taken back, what it cannot take waits."""

    changed = Signal()
    refused = Signal(str)
    """A sentence: why a change was taken back."""

    def __init__(self, pseudonyms: Pseudonyms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pseudonyms = pseudonyms
        self._unsaved: dict[str, Edit] = {}
        self._sent: tuple[str, Edit] | None = None
        self._tries = 0
        self._waits = False
        self._soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._soon.timeout.connect(self._keep)
        pseudonyms.changed.connect(self._listen)

    @property
    def stuck(self) -> bool:
        """Whether something could not be kept; it holds as long as Guard is open."""
        return self._waits and bool(self._unsaved)

    def kept(self, profile_id: str) -> Limits:
        """Return a pseudonym's lasting limits; none for one that is not known."""
        profile = self._pseudonyms.named(profile_id)
        kept = _limits(profile) if profile is not None else Limits()
        return applied(kept, self._unsaved.get(profile_id, Edit()))

    def want(self, profile_id: str, wanted: Edit) -> None:
        """Keep a change soon."""
        if wanted.levels:
            self._unsaved[profile_id] = self._unsaved.get(profile_id, Edit()).then(wanted)
            self._waits = False
            self._soon.start()

    def again(self) -> None:
        """Try once more to keep what could not be kept."""
        self._waits = False
        if self._pseudonyms.trouble:
            self._pseudonyms.again()
        self._soon.start()

    def _listen(self) -> None:
        """Hear what has become of the pseudonyms, and of what was sent to be kept."""
        desk = self._pseudonyms
        if desk.busy:
            return
        sent, self._sent = self._sent, None
        if sent is not None:
            self._heard(*sent)
        if desk.known is not None:
            here = {profile.id for profile in desk.known}
            self._unsaved = {each: left for each, left in self._unsaved.items() if each in here}
        if self._unsaved and not self._waits:
            self._soon.start()
        self.changed.emit()

    def _heard(self, profile_id: str, sent: Edit) -> None:
        desk, refusal = self._pseudonyms, self._pseudonyms.refusal
        if isinstance(refusal, ChangedMeanwhile) and self._tries < _TRIES:
            self._tries += 1  # another Guard was first; what it kept is known now, and ours goes on top
            return
        self._tries = 0
        self._waits = bool(desk.trouble)
        if self._waits:
            return
        left = self._unsaved.pop(profile_id, Edit()).without(sent)
        if left.levels:
            self._unsaved[profile_id] = left
        if refusal is not None:
            self.refused.emit(refusal.sentence)
            desk.forget_refusal()

    def _keep(self) -> None:
        desk = self._pseudonyms
        if desk.busy or self._waits:
            return  # `changed` comes when that is over
        for profile_id, wanted in tuple(self._unsaved.items()):
            profile = desk.named(profile_id)
            if profile is None or applied(_limits(profile), wanted) == _limits(profile):
                del self._unsaved[profile_id]
                continue
            self._sent = (profile_id, wanted)
            desk.quiet = True
            after = msgspec.structs.replace(profile, limits=_as_kept(applied(_limits(profile), wanted)))
            desk.save(after, profile)
            return


def _limits(profile: Profile) -> Limits:
    return from_plain([(each.topic, each.channel, each.level) for each in profile.limits])


def _as_kept(limits: Limits) -> tuple[parts.Limit, ...]:
    plain: list[dict[str, Any]] = [
        {"topic": each.topic, "channel": each.channel.value, "level": each.level.value}
        for each in limits.all()
    ]
    return tuple(parts.Limit(**each) for each in plain)
