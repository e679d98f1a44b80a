"""Keys for "stop" and "hide" from the desktop portal, on a thread of its own; whatever goes wrong means no keys."""

import logging
import os
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QObject

from guard.capture.sensors.linux.casts.screen_cast_bus import places, session_address
from guard.ui.linux.portal_talk import NoKeysError, RefusedError, Talk, Wishes
from guard.ui.shortcuts import NONE, GlobalShortcuts

_WANTED = {"stop": "CTRL+SHIFT+F12", "hide": "CTRL+SHIFT+F11"}
_GARBLED = (OSError, TimeoutError, ValueError, LookupError, TypeError, AssertionError, struct.error)
_log = logging.getLogger(__name__)


class LinuxGlobalShortcuts(GlobalShortcuts):
    """KDE, GNOME from 48 on and Hyprland give keys to programs that ask; the desktop may ask its user once."""

    def __init__(self, environ: Mapping[str, str] = os.environ, parent: QObject | None = None) -> None:
        """Ask nobody yet."""
        super().__init__(parent)
        self._environ = environ
        self._lock = threading.Lock()
        self._talk: Talk | None = None
        self._round = 0
        self._keys: Mapping[str, str] = NONE

    @property
    def keys(self) -> Mapping[str, str]:
        """What to press, in the desktop's words."""
        return self._keys

    def begin(self, pressed: Callable[[str], object], refused: Callable[[], object]) -> None:
        """Ask for the keys, unless they are there or asked for."""
        with self._lock:
            if self._round % 2:
                return
            self._round += 1
            number = self._round
        wishes = {
            "stop": (QCoreApplication.translate("Shortcuts", "Stop"), _WANTED["stop"]),
            "hide": (QCoreApplication.translate("Shortcuts", "Hide the window"), _WANTED["hide"]),
        }
        thread = threading.Thread(
            target=self._run, args=(number, wishes, pressed, refused), name="guard-shortcuts", daemon=True
        )
        thread.start()

    def end(self) -> None:
        """Let go of the keys."""
        with self._lock:
            if self._round % 2:
                self._round += 1
            talk, self._talk, self._keys = self._talk, None, NONE
        if talk is not None:
            talk.interrupt()

    def _run(
        self,
        number: int,
        wishes: Wishes,
        pressed: Callable[[str], object],
        refused: Callable[[], object],
    ) -> None:
        talk: Talk | None = None
        try:
            for place in places(session_address(self._environ)):
                with suppress(OSError):
                    talk = Talk(place)
                    break
            if talk is not None and self._keep(number, talk):
                self._learn(number, talk.bind(wishes))
                talk.listen(
                    lambda name: self._press(number, name, pressed), lambda keys: self._learn(number, keys)
                )
        except RefusedError:
            refused()
        except NoKeysError as error:
            _log.info("the desktop gives no keys: %s", error)
        except _GARBLED as error:
            _log.info("the talk about keys has ended: %s", type(error).__name__)
        finally:
            self._learn(number, NONE)
            if talk is not None:
                talk.close()

    def _keep(self, number: int, talk: Talk) -> bool:
        """Remember the talk so that `end` can end it; False when that has happened already."""
        with self._lock:
            if number != self._round:
                return False
            self._talk = talk
            return True

    def _learn(self, number: int, keys: Mapping[str, str]) -> None:
        with self._lock:
            if number == self._round:
                self._keys = keys

    def _press(self, number: int, name: str, pressed: Callable[[str], object]) -> None:
        if number == self._round and name in _WANTED:
            pressed(name)
