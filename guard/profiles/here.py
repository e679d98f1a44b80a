"""Picks what finds the user's own words on this operating system; the only place of the room that asks."""

import sys

from guard.profiles.self_words import SelfWordsReader

if sys.platform == "win32":
    from guard.profiles.windows.identity_words import WindowsSelfWords

    def self_words_reader() -> SelfWordsReader:
        """Return the reader for Windows."""
        return WindowsSelfWords()

else:
    from guard.profiles.posix.identity_words import PosixSelfWords

    def self_words_reader() -> SelfWordsReader:
        """Return the reader for Linux and macOS."""
        return PosixSelfWords()
