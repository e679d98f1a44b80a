"""Writers that are killed, and writers at the same time: no acknowledged change is lost."""

import random
from pathlib import Path

import pytest

from tests.support.passphrases import PASSPHRASE, counting, killed_while_writing, store_at, unlocked_at

ROUNDS = 50


@pytest.mark.timeout(300)
def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    assert killed_while_writing(tmp_path / "vault", ROUNDS, random.Random(7)) >= ROUNDS  # noqa: S311 - moments, not secrets


def test_two_guards_writing_at_once_keep_every_change(tmp_path: Path) -> None:
    path, times = tmp_path / "vault", 40
    store_at(path).create(PASSPHRASE)
    with counting(path, "mine", times) as one, counting(path, "theirs", times) as other:
        assert (one.wait(100), other.wait(100)) == (0, 0)
    survivor = unlocked_at(path)
    assert (survivor.read("mine"), survivor.read("theirs")) == (str(times), str(times))
    assert survivor.notice == ""
