import threading

import pytest

from guard.terminal import told_when_slow


def test_what_takes_long_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with told_when_slow("Waiting.", after=0.01):
        for timer in threading.enumerate():
            if isinstance(timer, threading.Timer):
                timer.join()
    assert capsys.readouterr().err == "Waiting.\n"


def test_what_is_quick_needs_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    with told_when_slow("Waiting.", after=60.0):
        pass
    assert capsys.readouterr().err == ""
