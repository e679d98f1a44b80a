"""How its user wants Guard to behave. Nothing personal is in it: the file lies on the disk in clear."""

from pathlib import Path
from typing import Annotated

import msgspec

from guard import durable
from guard.errors import GuardError

Minutes = Annotated[int, msgspec.Meta(ge=0, le=24 * 60)]
CheckInMinutes = Annotated[int, msgspec.Meta(ge=5, le=120)]


class SettingsNotKept(GuardError):  # noqa: N818 - named for what happened
    """The settings could not be written."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices that outlive a login. A field that this Guard does not know is left out, never an error.

    `lock_after` counts minutes without a key or a movement; 0 means never. `hide_window`
    keeps Guard's own windows out of pictures of the screen where the system can.
    `discreet` keeps notification texts neutral. `check_in` counts minutes between check-ins.
    `keep_...` tell which notes go into the encrypted journal. `quiet_from` and `quiet_until` are
    minutes after midnight, equal for no quiet hours. `desktop_keys` lets the desktop be asked for keys
    that stop and hide from anywhere.
    """

    lock_after: Minutes = 0
    lock_with_screen: bool = False
    hide_window: bool = False
    discreet: bool = True
    autostart: bool = False
    check_in: CheckInMinutes = 20
    keep_sessions: bool = True
    keep_moods: bool = True
    keep_reflections: bool = True
    keep_reflection_text: bool = False
    keep_offline: bool = True
    show_insights: bool = True
    quiet_from: Minutes = 0
    quiet_until: Minutes = 0
    desktop_keys: bool = True
    set_up: bool = False
    """Whether the wizard was finished."""


class SettingsFile:
    """The settings in one file. Its methods may wait for the disk."""

    def __init__(self, path: Path) -> None:
        """Use the file `path`, which need not be there."""
        self._path = path
        self.notice = ""
        """Why the usual settings are used although there is a file; "" when all is well."""

    def load(self) -> Settings:
        """Return the settings; the usual ones when there are none or they cannot be read (see `notice`)."""
        self.notice = ""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, msgspec.DecodeError):
            self.notice = (
                "Guard could not read its settings, so it uses the usual ones. "
                "The file was left as it is; the next change writes it anew."
            )
            return Settings()

    def save(self, settings: Settings) -> None:
        """Keep `settings`. Raises `SettingsNotKept`; what was kept before stays."""
        try:
            durable.write(self._path, msgspec.json.format(msgspec.json.encode(settings)) + b"\n")
        except OSError as error:
            raise SettingsNotKept(
                f"Guard could not write its settings ({error.strerror}). They hold until Guard closes; "
                "what was kept before is still there."
            ) from error

    def remove(self) -> None:
        """Delete the file. Raises `OSError`."""
        self._path.unlink(missing_ok=True)
