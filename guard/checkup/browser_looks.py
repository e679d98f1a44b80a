"""Looks at what the browsers of this user allow sites and extensions, in every profile.

Where the profiles are is the system's business; it hands the places over.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from guard.checkup import browser_files as files
from guard.checkup import firefox_files
from guard.checkup.check import Answer, Reading
from guard.checkup.detect import BrowserExtensions, BrowserSites

_FIREFOX_KINDS = {
    "camera": ("camera",),
    "microphone": ("microphone",),
    "screen": ("screen",),
    "notifications": ("desktop-notification",),
    "location": ("geo",),
}
_CHROMIUM_KINDS = {
    "camera": "media_stream_camera",
    "microphone": "media_stream_mic",
    "notifications": "notifications",
    "location": "geolocation",
}
_USES = {
    "camera": "use the camera",
    "microphone": "use the microphone",
    "screen": "see the screen",
    "notifications": "send notifications",
    "location": "learn where you are",
}
_SPOKEN = {"firefox": "Firefox", "chromium": "Chromium, Chrome or one of their relatives"}
_MOST_NAMED = 5
Profile = tuple[str, Path]
"""A browser's name, and the folder of one profile."""


class BrowserLooks:
    """Looks in the given homes: of Firefox, folders with `profiles.ini`; of the Chromium family, folders with profiles."""

    def __init__(
        self,
        firefox_homes: Sequence[Path],
        chromium_homes: Sequence[tuple[str, Path]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives seconds since 1970, for what a browser allows up to some day."""
        self._firefox = tuple(firefox_homes)
        self._chromium = tuple(chromium_homes)
        self._clock = clock

    def sites(self, what: BrowserSites) -> Reading:
        """Say whether a site may do something without asking."""
        if what.browser == "chromium" and what.permission not in _CHROMIUM_KINDS:
            return Reading(
                Answer.NOT_APPLICABLE, why="These browsers ask each time before a site may do that."
            )
        uses = f"may {_USES[what.permission]} without asking"
        now = self._clock()

        def allowed(profile: Path) -> list[str]:
            if what.browser == "firefox":
                file = profile / "permissions.sqlite"
                return _if_there(
                    lambda: files.firefox_sites(
                        files.read_database(file), _FIREFOX_KINDS[what.permission], now
                    )
                )
            said = files.read_json(profile / "Preferences")
            return files.chromium_sites(said, _CHROMIUM_KINDS[what.permission], now)

        return self._look(what.browser, allowed, uses, "No site may do that without asking.")

    def extensions(self, what: BrowserExtensions) -> Reading:
        """Say whether an extension may read every page."""

        def reading_all(profile: Path) -> list[str]:
            if what.browser == "firefox":
                return _if_there(
                    lambda: files.firefox_extensions(files.read_json(profile / "extensions.json"))
                )
            found = files.chromium_extensions(files.read_json(profile / "Preferences"))
            guarded = _if_there(
                lambda: files.chromium_extensions(files.read_json(profile / "Secure Preferences"))
            )
            return list(dict.fromkeys([*found, *guarded]))

        return self._look(
            what.browser, reading_all, "may read every page", "No extension may read every page."
        )

    def _look(self, browser: str, find: Callable[[Path], list[str]], uses: str, none: str) -> Reading:
        found: list[str] = []
        unread: list[str] = []
        seen = 0
        try:
            profiles = list(self._profiles(browser))
        except (OSError, ValueError):
            return Reading(Answer.UNKNOWN, why=f"The profiles of {_SPOKEN[browser]} could not be read.")
        for name, profile in profiles:
            seen += 1
            try:
                found += [
                    f"{_one_line(who)} {uses} ({name}, profile {profile.name})." for who in find(profile)
                ]
            except (OSError, ValueError):
                unread.append(f"{name}, profile {profile.name}")
        if found:
            lines = list(dict.fromkeys(found))
            more = [f"There are {len(lines) - _MOST_NAMED} more."] if len(lines) > _MOST_NAMED else []
            return Reading(Answer.UNSAFE, evidence=(*lines[:_MOST_NAMED], *more))
        if unread:
            return Reading(Answer.UNKNOWN, why=f"What {unread[0]} allows could not be read.")
        if not seen:
            return Reading(Answer.NOT_APPLICABLE, why=f"This user has no profile of {_SPOKEN[browser]}.")
        looked = "one profile" if seen == 1 else f"{seen} profiles"
        return Reading(Answer.SAFE, evidence=(f"{none} Guard looked at {looked}.",))

    def _profiles(self, browser: str) -> Iterator[Profile]:
        """Yield the profiles of a browser. Raises `OSError`, `ValueError`."""
        if browser == "firefox":
            yield from (("Firefox", profile) for profile in firefox_files.profiles(self._firefox))
            return
        for name, home in self._chromium:
            try:
                yield from ((name, profile) for profile in files.profiles_of(home))
            except (FileNotFoundError, NotADirectoryError):
                continue


def _if_there(find: Callable[[], list[str]]) -> list[str]:
    """What a profile has no file for, nobody has allowed there. Raises `OSError`, `ValueError`."""
    try:
        return find()
    except FileNotFoundError:
        return []


def _one_line(text: str) -> str:
    """Return a name that a site or an extension chose itself without what could upset a screen."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:120].strip()
