"""The passphrase file on its disk: the newest whole version of it, whatever was interrupted.

Knows the layout and no key; that is enough to tell a whole version from a broken one.
"""

from dataclasses import dataclass
from pathlib import Path

from guard.vault.outcome import PassphraseFileDamaged, PassphraseFileMissing, VaultError
from guard.vault.passphrase.files import PrivateFile
from guard.vault.passphrase.format import MAX_FILE, Sealed, parse

FROM_SPARE = (
    "The last change to Guard's passphrase file was interrupted, so Guard used the version before it; "
    "that change may be missing."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A whole version. `from_spare`: the file itself is gone or broken, and this is the version before."""

    raw: bytes
    sealed: Sealed
    from_spare: bool


class SealedFile:
    """The file and what an interrupted change has left of it. Writing calls need the caller to be alone with it."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`."""
        self._file = PrivateFile(path, MAX_FILE)
        self._said = ""

    @property
    def notice(self) -> str:
        """What is worth telling after a call that went well; "" when all went smoothly."""
        return " ".join(one for one in (self._said, self._file.notice) if one)

    def exists(self) -> bool:
        """Tell whether there is a file, whatever its state. Raises `VaultError` when that cannot be told."""
        return self._file.exists()

    def leftovers(self) -> bool:
        """Tell whether an interrupted change, or one under way, has left something."""
        return self._file.leftovers()

    def look(self) -> Found:
        """Return the file or, when it is gone or broken, the whole version before. Raises `VaultError`."""
        self._said = ""
        try:
            raw = self._file.read()
            return Found(raw, parse(raw), from_spare=False)
        except (PassphraseFileMissing, PassphraseFileDamaged) as broken:
            spare = self._file.spare()
            if spare is None:
                raise
            try:
                sealed = parse(spare)
            except VaultError:
                raise broken from None
        self._said = FROM_SPARE
        return Found(spare, sealed, from_spare=True)

    def whole(self) -> Found:
        """Look, and put the version before in the file's place when it is the whole one. Raises `VaultError`."""
        found = self.look()
        if not found.from_spare:
            return found
        self._file.restore()
        again = self.look()
        self._said = FROM_SPARE
        return again

    def tidy(self) -> None:
        """Remove what an interrupted change has left, if the file itself is whole. Raises `VaultError`."""
        if not self.look().from_spare:
            self._file.tidy()

    def publish(self, raw: bytes, instead_of: bytes | None) -> bool:
        """Replace `instead_of` (None: no file) durably; False, with nothing changed, when it is no longer there."""
        return self._file.publish(raw, instead_of)

    def set_aside(self) -> Path:
        """Move everything to a free name beside it and return that. Raises `VaultError`."""
        return self._file.set_aside()
