"""Keeps the C library from setting memory aside for every thread, where it is glibc; mallopt(3)."""

import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_TRIM_BYTES = 128 * 1024
_MAP_BYTES = 64 * 1024


def share_one_heap() -> None:
    """Let all threads that start from now on share one heap, and give large pieces back at once.

    Each sensor has a thread. With heaps of their own they would keep, each for itself, the
    largest amount that any of them has ever used.
    """
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return
    for option, value in (
        (_M_ARENA_MAX, 1),
        (_M_MMAP_THRESHOLD, _MAP_BYTES),
        (_M_TRIM_THRESHOLD, _TRIM_BYTES),
    ):
        library.mallopt(option, value)
