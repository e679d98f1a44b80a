"""What the environment of a program says about its user, the same on every system. Pure."""

from collections.abc import Mapping

from guard.profiles.self_words import Kind, SelfWord

_NAMES: dict[str, Kind] = {
    "USER": "login",
    "LOGNAME": "login",
    "USERNAME": "login",
    "SUDO_USER": "login",
    "GIT_AUTHOR_NAME": "git-name",
    "GIT_COMMITTER_NAME": "git-name",
    "GIT_AUTHOR_EMAIL": "git-email",
    "GIT_COMMITTER_EMAIL": "git-email",
    "EMAIL": "email",
    "DEBFULLNAME": "full-name",
    "DEBEMAIL": "email",
}


def from_environment(environment: Mapping[str, str]) -> list[SelfWord]:
    """Return the user's own words among the variables."""
    return [SelfWord(kind, environment[name]) for name, kind in _NAMES.items() if environment.get(name)]


def each_once(words: list[SelfWord]) -> tuple[SelfWord, ...]:
    """Return the words that say something, each once."""
    return tuple(dict.fromkeys(word for word in words if word.text.strip()))
