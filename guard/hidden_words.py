"""The words that pseudonyms never share, for the terminal: only if they can be read without asking anybody."""

import os
import threading
from collections.abc import Callable, Collection

from guard.errors import GuardError
from guard.keeping import PASSPHRASE_FILE
from guard.places import Places
from guard.profiles.book import decode
from guard.vault.client import KeyringStore, Limits
from guard.vault.missing import RecordElsewhere
from guard.vault.pin import Pin
from guard.vault.slots import SlottedRecord

_BOOK = "book"
_LIMITS = Limits(start=3.0, call=1.5, asking=0.0)
_SECONDS = 4.0


class WordsLocked(GuardError):  # noqa: N818 - named for what its reader is told
    """The words are there, and they are not for whoever only looks on."""


def read_words(where: Places, limits: Limits = _LIMITS) -> Collection[str]:
    """Return all words that some pseudonym never shares; none where nothing was ever kept.

    Nothing is written, nobody is asked for a password. May block; raises `GuardError` for words out of reach.
    """
    pin = Pin(where.state / "keyring")
    backend = pin.backend()
    if backend == PASSPHRASE_FILE or (not backend and os.path.lexists(where.passphrase_file)):
        raise WordsLocked("They are locked with your passphrase; open Guard's window to compare them.")
    if not pin.is_set():
        return frozenset()
    store = KeyringStore(backend, may_ask=False, limits=limits)
    try:
        data = SlottedRecord(store, _BOOK).load()
        if data is None:
            raise RecordElsewhere.at(store, "nothing is there")
        return frozenset(word for profile in decode(data).profiles for word in profile.never)
    finally:
        store.close()


class ReadAhead:
    """Reads words away from whoever asks, beginning at once, so that nobody waits for a keyring twice."""

    def __init__(self, read: Callable[[], Collection[str]], seconds: float = _SECONDS) -> None:
        """Begin; whoever asks waits for at most `seconds`."""
        self._read = read
        self._seconds = seconds
        self._done = threading.Event()
        self._words: Collection[str] = ()
        self._error: GuardError | None = None
        self._thread = threading.Thread(target=self._work, name="hidden-words", daemon=True)
        self._thread.start()

    def __call__(self) -> Collection[str]:
        """Return the words. Raises `GuardError`, also when they do not come in time."""
        if not self._done.wait(self._seconds):
            raise WordsLocked("The keyring did not answer in time.")
        if self._error is not None:
            raise self._error
        return self._words

    def _work(self) -> None:
        try:
            self._words = self._read()
        except GuardError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - the door of the thread: whatever it is, the words are unknown
            self._error = WordsLocked(f"They could not be read ({type(error).__name__}).")
        finally:
            self._done.set()
