"""The user's own words on Linux and macOS: the account's entry, the host's name, git's settings."""

import os
import pwd
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from guard.profiles.environment_words import each_once, from_environment
from guard.profiles.self_words import SelfWord, SelfWords
from guard.profiles.settings_file import git_words


def account() -> pwd.struct_passwd:
    """Return the entry of the user who runs this. Raises `KeyError` where there is none."""
    return pwd.getpwuid(os.getuid())


class PosixSelfWords:
    """Asks the system for the words of the user who runs this."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        account: Callable[[], pwd.struct_passwd] = account,
        host: Callable[[], str] = socket.gethostname,
    ) -> None:
        """Believe `environment`, `account` and `host` about user and computer."""
        self._environment = environment
        self._account = account
        self._host = host

    def read(self) -> SelfWords:
        """Look afresh. Never raises."""
        words = from_environment(self._environment)
        untold: list[str] = []
        home = self._environment.get("HOME", "")
        try:
            entry = self._account()
        except (KeyError, OSError):
            untold.append("the full name of your account")
        else:
            home = home or entry.pw_dir
            words += [
                SelfWord("login", entry.pw_name),
                SelfWord("full-name", entry.pw_gecos.partition(",")[0]),
                SelfWord("home", Path(entry.pw_dir).name),
            ]
        try:
            words.append(SelfWord("host", self._host()))
        except OSError:
            untold.append("this computer's name")
        words.append(SelfWord("home", Path(home).name))
        if home:
            found, complete = git_words(Path(home), self._environment)
            words += found
            untold += [] if complete else ["your git settings"]
        return SelfWords(each_once(words), tuple(untold))
