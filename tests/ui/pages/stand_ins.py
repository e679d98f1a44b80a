"""Stand-ins for what may be slow or refuse: the keyring, and the thread that asks it."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from guard.errors import GuardError
from guard.profiles import editing
from guard.profiles.advice import Adviser
from guard.profiles.book import ProfileBook
from guard.profiles.common import Common
from guard.profiles.name_words import Style
from guard.profiles.palette import read_palette
from guard.profiles.profile import Profile, new_profile
from guard.profiles.self_words import SelfWord
from guard.ui.pages.counsel import Counsel, CounselDesk
from guard.vault.outcome import RecordMissing

JUNIPER = Profile(id="p1", name="Juniper", colour="teal", created=date(2026, 11, 1), pronouns="they/them")
AMBER = Profile(id="p2", name="Amber", colour="rose", created=date(2026, 11, 2), about="Evenings only.")


class MemoryKeeper:
    """Keeps profiles like the real keeper, without a keyring."""

    def __init__(self, *profiles: Profile) -> None:
        self.kept = list(profiles)
        self.notice = ""
        self.missing = False

    def start_anew(self) -> None:
        self.missing = False

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return tuple(self.kept)

    def load(self) -> tuple[Profile, ...]:
        if self.missing:
            raise RecordMissing
        return self.profiles

    def add(self, name: str, *, pronouns: str = "", colour: str = "", about: str = "") -> Profile:
        palette = ["teal", "rose", colour or "teal"]
        made = new_profile(
            name,
            colour=colour or "teal",
            palette=palette,
            today=date(2026, 11, 3),
            pronouns=pronouns,
            about=about,
        )
        self.kept.append(made)
        return made

    def update(self, profile: Profile, *, was: Profile | None = None) -> Profile:
        self._take(editing.update(ProfileBook(self.profiles), profile, read_palette(), was=was))
        return self._get(profile.id)

    def retire(self, profile_id: str) -> Profile:
        self._take(editing.retire(ProfileBook(self.profiles), profile_id, date(2026, 11, 9)))
        return self._get(profile_id)

    def unretire(self, profile_id: str) -> Profile:
        self._take(editing.unretire(ProfileBook(self.profiles), profile_id))
        return self._get(profile_id)

    def _take(self, book: ProfileBook) -> None:
        self.kept = list(book.profiles)

    def _get(self, profile_id: str) -> Profile:
        return ProfileBook(self.profiles).get(profile_id)

    def remove(self, profile_id: str) -> Profile:
        gone = next(profile for profile in self.kept if profile.id == profile_id)
        self.kept.remove(gone)
        return gone


class Patient:
    """Does the work when the test says so, or fails it."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[GuardError], None]]] = []

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[GuardError], None]
    ) -> None:
        self.jobs.append((work, done, failed))

    def finish(self) -> None:
        """Let everything that was asked for happen."""
        while self.jobs:
            work, done, failed = self.jobs.pop(0)
            try:
                result = work()
            except GuardError as error:
                failed(error)
            else:
                done(result)

    def refuse(self, sentence: str) -> None:
        """Let the next request fail."""
        self.jobs.pop(0)[2](GuardError(sentence))


OWN = (SelfWord("login", "rowena"), SelfWord("full-name", "Rowena Marsh"))


class Names:
    """Suggests the same names every time."""

    styles = (
        Style(id="pairs", name="Two words", example="Calm Heron", parts=["first"]),
        Style(id="handle", name="A short handle", example="mossowl", parts=["first"]),
    )

    def suggest(self, style: str, count: int, taken: Collection[str] = ()) -> list[str]:
        made = {"pairs": ["Quiet Harbour", "Late Lantern"], "handle": ["mossowl"]}[style]
        return [name for name in made if name not in taken][:count]


class Immediately:
    """Does the work at once."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[GuardError], None]
    ) -> None:
        try:
            result = work()
        except GuardError as error:
            failed(error)
        else:
            done(result)


def sage() -> Counsel:
    """Return real advice for a user called Rowena Marsh."""
    return Counsel(Adviser(OWN, Common()), Names())


def counsel_desk() -> CounselDesk:
    """Return counsel that answers at once."""
    return CounselDesk(sage, Immediately())


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class NoMarker:
    """Remembers nothing across a crash."""

    def set(self) -> None: ...

    def clear(self) -> None: ...

    def pending(self) -> bool:
        return False
