"""The user's own words on Windows: the environment, the computer's name, git's settings."""

import os
import platform
from collections.abc import Callable, Mapping
from pathlib import Path, PureWindowsPath

from guard.profiles.environment_words import each_once, from_environment
from guard.profiles.self_words import SelfWord, SelfWords
from guard.profiles.settings_file import git_words


class WindowsSelfWords:
    """Asks the environment for the words of the user who runs this; the account's full name stays unknown."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, *, host: Callable[[], str] = platform.node
    ) -> None:
        """Believe `environment` and `host` about user and computer."""
        self._environment = environment
        self._host = host

    def read(self) -> SelfWords:
        """Look afresh. Never raises."""
        words = [*from_environment(self._environment), SelfWord("host", self._host())]
        untold = ["the full name of your account"]
        home = self._environment.get("USERPROFILE", "")
        if home:
            words.append(SelfWord("home", PureWindowsPath(home).name))
            found, complete = git_words(Path(home), self._environment)
            words += found
            untold += [] if complete else ["your git settings"]
        return SelfWords(each_once(words), tuple(untold))
