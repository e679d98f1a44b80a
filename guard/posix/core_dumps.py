"""Keeps a crash from writing this program's memory, pseudonyms and all, to the disk."""

import resource

_REFUSED = 1
"""Bytes. Linux writes no dump this small to a file, and hands none with this very limit to a program, for which it ignores 0."""


def forbid() -> None:
    """Allow no core dump of this process and of those it starts; a system that refuses is left as it is."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (_REFUSED, _REFUSED))
    except (OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
