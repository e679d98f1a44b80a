"""Copying out of Guard, in one place: looked over first, marked as private, and gone again after a minute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from guard.errors import GuardError
from guard.profiles.book import MAX_PROFILES
from guard.profiles.never_share import NeverShare
from guard.profiles.profile import Profile
from guard.ui.pages.counsel import Worker

CLEAR_MS = 60_000
"""How long a copied text stays."""

_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
_NO = bytes(4)  # a DWORD of 0

MARKS: Mapping[str, bytes] = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): _NO,
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format(name="CanUploadToCloudClipboard"): _NO,
}
"""Formats beside the text that ask clipboard histories and clouds to leave it out."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that was not copied: the names of the pseudonyms as whom it is never shared, and the way to copy it all the same."""

    names: tuple[str, ...]
    go_on: Callable[[], None]


class ClipboardCare(QObject):
    """Copies, and takes care of whatever else is copied inside this program's own windows.

    A program that does not ask for the marks may keep the text for longer; nobody can take it back from there.
    """

    copied = Signal()
    """The text is on the clipboard and will be cleared."""
    doubted = Signal(object)
    """A `Doubt`; the clipboard does not hold the text."""

    def __init__(
        self,
        lists: Callable[[Profile | None], Sequence[Profile]],
        worker: Worker,
        *,
        conceal: Callable[[], None] = lambda: None,
        clear_ms: int = CLEAR_MS,
        parent: QObject | None = None,
    ) -> None:
        """Compare with the never-share words of what `lists` returns for the pseudonym that is copied from, if any.

        `conceal` marks a text that is on the clipboard where formats beside it cannot.
        """
        super().__init__(parent)
        self._lists = lists
        self._worker = worker
        self._conceal = conceal
        self._clipboard = QGuiApplication.clipboard()
        self._ours: str | None = None
        self._setting = False
        self._numbers = count()
        self._newest = -1
        self._finders: dict[tuple[str, ...], NeverShare] = {}
        self._minute = QTimer(self, singleShot=True, interval=clear_ms)
        self._minute.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._look)

    def copy(self, text: str, profile: Profile | None = None) -> None:
        """Copy `text`, which may come from a pseudonym, unless it holds what is never shared."""
        lists = [(each.name, each.never) for each in self._lists(profile) if each.never]
        self._newest = number = next(self._numbers)

        def found() -> tuple[str, ...]:
            return tuple(name for name, never in lists if self._finder(never).find(text))

        def decide(names: tuple[str, ...]) -> None:
            if number != self._newest:
                return
            if names:
                self._drop()
                self.doubted.emit(Doubt(names, lambda: self._put(text)))
            else:
                self._put(text)

        self._worker.run(found, decide, self._give_up)

    def clear(self) -> None:
        """Empty the clipboard if what it holds is still what was copied here."""
        self._minute.stop()
        self._newest = next(self._numbers)
        self._drop()

    def _drop(self) -> None:
        if self._is_ours():
            self._setting = True
            self._clipboard.clear()
            self._setting = False
        self._ours = None

    def _is_ours(self) -> bool:
        return (
            self._ours is not None
            and self._clipboard.ownsClipboard()
            and self._clipboard.text() == self._ours
        )

    def _put(self, text: str) -> None:
        self._set(text)
        self.copied.emit()

    def _set(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        for name, value in MARKS.items():
            data.setData(name, value)
        self._ours = text
        self._setting = True
        self._clipboard.setMimeData(data)
        self._conceal()
        self._setting = False
        self._minute.start()

    def _look(self, mode: QClipboard.Mode) -> None:
        """Take over what a field of ours has copied by itself, before anybody can ask for it."""
        if mode is not QClipboard.Mode.Clipboard or self._setting:
            return
        if not self._clipboard.ownsClipboard():
            self._ours = None  # it is another program's now
            self._minute.stop()
            return
        text = self._clipboard.text()
        if text:
            self._set(text)
            self.copy(text)

    def _finder(self, never: tuple[str, ...]) -> NeverShare:
        """Return what looks for `never`; on the worker."""
        if never not in self._finders:
            if len(self._finders) > MAX_PROFILES:
                self._finders.clear()  # lists that were edited since
            self._finders[never] = NeverShare(never)
        return self._finders[never]

    def _give_up(self, _error: GuardError) -> None:
        """Copy nothing that could not be looked over."""
        self._drop()
