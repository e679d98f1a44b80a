import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from guard.checkup.check import Answer, Check, Reading
from guard.checkup.detect import Detect, GSettings
from guard.checkup.probe import Probes
from guard.checkup.run import CheckUp
from guard.errors import GuardError
from tests.checkup.checks import a_check
from tests.support.waiting import wait_until


class Looks:
    """A look that answers at once, but for keys that wait until they are let go, and one that fails."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked: list[str] = []

    def __call__(self, what: Detect) -> Reading:
        assert isinstance(what, GSettings)
        self.asked.append(what.key)
        if what.key.startswith("stuck"):
            self.let_go.wait(30)
        if what.key.startswith("broken"):
            raise RuntimeError(what.key)
        return Reading(value="true")


def checks(*keys: str) -> list[Check]:
    return [
        a_check(id=f"lin-{key}", detect=GSettings(schema="org.example", key=key), fix=None) for key in keys
    ]


@contextmanager
def looking(
    *keys: str, limit: float = 5.0, undoable: Callable[[], frozenset[str]] = frozenset
) -> Iterator[tuple[CheckUp, Looks]]:
    looks = Looks()
    try:
        yield (
            CheckUp(checks(*keys), Probes({}, {GSettings: looks}), (), limit=limit, undoable=undoable),
            looks,
        )
    finally:
        looks.let_go.set()


def test_every_check_is_answered_once() -> None:
    keys = [f"k{number}" for number in range(60)]
    with looking(*keys) as (check_up, looks):
        results = list(check_up.run())
    assert sorted(result.id for result in results) == sorted(f"lin-{key}" for key in keys)
    assert {result.answer for result in results} == {Answer.SAFE}
    assert sorted(looks.asked) == sorted(keys)


def test_some_checks_only() -> None:
    with looking("a", "b", "c") as (check_up, looks):
        assert [result.id for result in check_up.run(["lin-b", "lin-unknown"])] == ["lin-b"]
        assert looks.asked == ["b"]
        assert list(check_up.run([])) == []


def test_an_error_is_never_a_pass_nor_the_end_of_the_others() -> None:
    with looking("broken", "k") as (check_up, _):
        answers = {result.id: result for result in check_up.run()}
    assert answers["lin-broken"].answer is Answer.UNKNOWN
    assert "RuntimeError" in answers["lin-broken"].says
    assert answers["lin-k"].answer is Answer.SAFE


def test_a_hung_probe_costs_its_own_answer_only() -> None:
    stuck = [f"stuck{number}" for number in range(9)]
    with looking(*stuck, "k1", "k2", limit=0.2) as (check_up, _):
        answers = {result.id: result for result in check_up.run()}
    assert len(answers) == 11
    assert all(answers[f"lin-{key}"].answer is Answer.UNKNOWN for key in stuck)
    assert all("too long" in answers[f"lin-{key}"].says for key in stuck)
    assert answers["lin-k1"].answer is answers["lin-k2"].answer is Answer.SAFE


def test_answers_come_before_the_slowest() -> None:
    with looking("stuck", "k1", "k2") as (check_up, _):
        run = check_up.run()
        assert {next(run).id, next(run).id} == {"lin-k1", "lin-k2"}
        check_up.cancel()
        assert list(run) == []


def test_cancelling_does_not_wait_for_what_is_stuck_and_starts_nothing_more() -> None:
    with looking("stuck1", "stuck2", "stuck3", "stuck4", *(f"k{n}" for n in range(50))) as (check_up, looks):
        run = check_up.run()
        done = threading.Event()

        def follow() -> None:
            list(run)
            done.set()

        follower = threading.Thread(target=follow)
        follower.start()
        wait_until(lambda: len(looks.asked) == 4)
        check_up.cancel()
        follower.join(10)
        assert done.is_set()
        assert len(looks.asked) == 4


def test_a_cancel_before_the_first_answer_counts() -> None:
    with looking("k") as (check_up, looks):
        run = check_up.run()
        check_up.cancel()
        assert list(run) == []
        assert looks.asked == []
        assert len(list(check_up.run())) == 1


def test_a_run_that_is_not_read_to_its_end_stops() -> None:
    with looking(*(f"k{n}" for n in range(200))) as (check_up, _):
        run = iter(check_up.run())
        next(run)
        del run


def test_what_can_be_undone_is_marked() -> None:
    with looking("a", "b", undoable=lambda: frozenset({"lin-a"})) as (check_up, _):
        assert {result.id for result in check_up.run() if result.undoable} == {"lin-a"}


def test_a_journal_that_cannot_be_read_does_not_keep_it_from_reading() -> None:
    def damaged() -> frozenset[str]:
        raise GuardError("It is damaged.")

    with looking("a", undoable=damaged) as (check_up, _):
        assert [result.answer for result in check_up.run()] == [Answer.SAFE]
        assert check_up.notice == "It is damaged."


def test_one_pass_has_probes_of_its_own() -> None:
    made = []

    def at_once() -> Probes:
        made.append(1)
        return Probes({}, {GSettings: lambda _: Reading(value="true")})

    check_up = CheckUp(checks("a", "b"), Probes(at_once=at_once), ())
    assert [result.answer for result in check_up.run()] == [Answer.SAFE, Answer.SAFE]
    assert len(made) == 1


@pytest.mark.parametrize("desktops", [(), ("gnome",)])
def test_a_check_for_another_desktop_is_not_even_read(desktops: tuple[str, ...]) -> None:
    looks = Looks()
    check = a_check(desktops=("kde",))
    check_up = CheckUp([check], Probes({}, {GSettings: looks}), desktops)  # type: ignore[arg-type]  # plain words
    assert [result.answer for result in check_up.run()] == [Answer.NOT_APPLICABLE]
    assert looks.asked == []
