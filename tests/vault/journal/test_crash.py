"""Programs that are killed, and programs that write at the same time."""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.children import running
from tests.vault.journal.helpers import created, everything, opened
from tests.vault.journal.killing import kill_and_compare, writer

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that kills"),
]

ROUNDS = 50
EACH = 150


def test_killing_the_writer_at_any_moment_loses_nothing_that_was_saved(place: Path) -> None:
    with created(place):
        pass
    assert kill_and_compare(place, ROUNDS) > ROUNDS


def test_two_programs_writing_hard_lose_nothing(place: Path) -> None:
    with created(place):
        pass
    with ExitStack() as stack:
        children = [stack.enter_context(running(writer(place, 1, EACH, name))) for name in ("left", "right")]
        with opened(place) as journal:
            while any(child.poll() is None for child in children):
                assert len(journal.newest("", 20)) <= 20
        assert [child.returncode for child in children] == [0, 0]
    with opened(place) as journal:
        assert journal.verify() == 2 * EACH
        expected = {f"{name}-1-{number}" for name in ("left", "right") for number in range(EACH)}
        assert {each.id for each in everything(journal)} == expected
        assert journal.notice == ""


def test_two_programs_deleting_and_backing_up_leave_a_whole_journal(place: Path) -> None:
    with created(place):
        pass
    with ExitStack() as stack:
        children = [stack.enter_context(running(writer(place, seed, 60, f"p{seed}"))) for seed in (1, 2)]
        with opened(place) as journal:
            for _ in range(10):
                journal.back_up(even_today=True)
                for each in journal.newest("", 3):
                    journal.delete(each.id)
            assert all(not backup.problem for backup in journal.backups())
        assert [child.wait(60) for child in children] == [0, 0]
    with opened(place) as journal:
        journal.verify()
