"""Threads of a real process, with and without a heap of their own."""

import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("glibc is Linux", allow_module_level=True)

HEAPS = """
import ctypes, sys, threading
from guard.capture.sensors.linux.allocator import share_one_heap

library = ctypes.CDLL(None)
if not hasattr(library, "gnu_get_libc_version"):
    sys.exit(77)
if sys.argv[1] == "shared":
    share_one_heap()
together = threading.Barrier(4)

def use() -> None:
    kept = []
    for _ in range(50):
        kept.append(bytearray(5_000))
        together.wait()

threads = [threading.Thread(target=use) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fdopen.restype = ctypes.c_void_p
file = library.fdopen(1, b"w")
library.malloc_info(0, ctypes.c_void_p(file))
library.fflush(ctypes.c_void_p(file))
"""


def heaps(how: str) -> int:
    run = subprocess.run([sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=False)
    if run.returncode == 77:
        pytest.skip("this is not glibc")
    assert run.returncode == 0, run.stderr
    return run.stdout.count("<heap nr=")


def test_all_threads_share_one_heap() -> None:
    assert heaps("apart") > 1
    assert heaps("shared") == 1
