from datetime import date

import pytest
from msgspec.structs import replace

from guard.errors import BadInputError
from guard.profiles.book import BookFromNewerGuard, NoSuchProfile, ProfileBook, decode, encode
from guard.profiles.editing import ChangedMeanwhile
from guard.profiles.keeper import ChangeNotKept, ProfileKeeper, Record
from guard.profiles.profile import Profile
from guard.profiles.wording import ProfileRefused
from tests.profiles.fakes import BusyRecord, DeafRecord, FullRecord, MemoryRecord, TalkativeRecord

TODAY = date(2026, 11, 22)
THEIRS = Profile(id="theirs", name="Their Wren", colour="plum", created=TODAY)


def keeper_of(record: Record) -> ProfileKeeper:
    return ProfileKeeper(record, ("juniper", "plum", "ochre"), today=lambda: TODAY)


def somebody_adds(kept: bytes | None) -> bytes:
    return encode((decode(kept) if kept else ProfileBook()).add(THEIRS))


def names(record: MemoryRecord) -> list[str]:
    return [profile.name for profile in keeper_of(record).load()]


def test_nothing_kept_is_no_profiles_and_reading_writes_nothing() -> None:
    record = MemoryRecord()
    assert keeper_of(record).load() == ()
    assert record.saves == 0


def test_changes_are_kept_when_they_are_reported() -> None:
    record = MemoryRecord()
    keeper = keeper_of(record)
    first = keeper.add("Calm Heron", pronouns="they")
    second = keeper.add("Early Wren")
    assert (first.colour, second.colour, first.created) == ("juniper", "plum", TODAY)
    assert keeper_of(record).load() == keeper.profiles == (first, second)
    assert keeper.rename(first.id, "Slow Heron").name == "Slow Heron"
    assert keeper.remove(second.id) == second
    assert names(record) == ["Slow Heron"]


def test_refusals_change_nothing() -> None:
    record = MemoryRecord()
    keeper = keeper_of(record)
    keeper.add("Calm Heron")
    kept = record.kept
    for name in ("calm heron", "", "two\nlines"):
        with pytest.raises(ProfileRefused):
            keeper.add(name)
    with pytest.raises(NoSuchProfile):
        keeper.remove("none")
    with pytest.raises(NoSuchProfile):
        keeper.rename("none", "Wren")
    assert record.kept == kept


def test_somebody_elses_change_in_between_is_kept_together_with_ours() -> None:
    record = BusyRecord(None, [somebody_adds])
    keeper_of(record).add("Calm Heron")
    assert names(record) == ["Their Wren", "Calm Heron"]


def test_somebody_elses_removal_of_the_same_profile_is_no_error() -> None:
    kept = somebody_adds(None)
    record = BusyRecord(kept, [lambda _: encode(ProfileBook())])
    assert keeper_of(record).remove("theirs") == THEIRS
    assert names(record) == []


def test_the_same_name_taken_in_between_is_refused() -> None:
    record = BusyRecord(None, [somebody_adds])
    with pytest.raises(ProfileRefused, match="already"):
        keeper_of(record).add("their wren")
    assert names(record) == ["Their Wren"]


def test_a_change_that_is_never_let_in_is_told() -> None:
    def change(kept: bytes | None) -> bytes:
        return (kept or encode(ProfileBook())) + b" "

    record = BusyRecord(None, [change] * 20)
    with pytest.raises(ChangeNotKept):
        keeper_of(record).add("Calm Heron")


def test_a_record_that_lies_is_found_out() -> None:
    with pytest.raises(ChangeNotKept):
        keeper_of(DeafRecord()).add("Calm Heron")


def test_a_newer_guards_book_is_never_written_over() -> None:
    record = MemoryRecord(b'{"version":3,"profiles":[]}')
    keeper = keeper_of(record)
    for attempt in (keeper.load, lambda: keeper.add("Calm Heron"), lambda: keeper.remove("x")):
        with pytest.raises(BookFromNewerGuard):
            attempt()
    assert record.saves == 0


def test_what_the_record_has_to_say_reaches_the_user() -> None:
    keeper = keeper_of(TalkativeRecord())
    keeper.load()
    assert keeper.notice == ""
    keeper.add("Calm Heron")
    assert keeper.notice == "One copy only."
    keeper.load()
    assert keeper.notice == ""


def test_a_change_is_made_alone() -> None:
    held: list[str] = []
    record = MemoryRecord()

    class Lock:
        def __enter__(self) -> None:
            held.append(f"in {record.saves}")

        def __exit__(self, *_: object) -> None:
            held.append(f"out {record.saves}")

    keeper = ProfileKeeper(record, ("plum",), alone=Lock(), today=lambda: TODAY)
    keeper.add("Calm Heron")
    keeper.add("Early Wren")
    assert held == ["in 0", "out 1", "in 1", "out 2"]


def test_every_change_to_a_profile_is_kept_when_it_is_reported() -> None:
    record = MemoryRecord()
    keeper = keeper_of(record)
    made = keeper.add("Calm Heron")
    edited = replace(made, name=" Slow  Heron ", about="evenings", never=("Elm Street",), share=("tea",))
    kept = keeper.update(edited, was=made)
    assert (kept.name, kept.never, kept.share) == ("Slow Heron", ("Elm Street",), ("tea",))
    assert keeper_of(record).load() == (kept,)
    assert keeper.retire(made.id).retired == TODAY
    assert keeper_of(record).load()[0].retired == TODAY
    assert keeper.unretire(made.id) == kept
    assert keeper_of(record).load() == (kept,)


def test_what_changes_nothing_writes_nothing() -> None:
    record = MemoryRecord()
    keeper = keeper_of(record)
    made = keeper.add("Calm Heron")
    saves = record.saves
    keeper.update(made)
    keeper.unretire(made.id)
    assert keeper.restore([made]).present == (made,)
    assert record.saves == saves


def test_an_edit_never_undoes_what_somebody_else_saved_in_between() -> None:
    theirs = encode(ProfileBook((replace(THEIRS, about="changed elsewhere"),)))
    record = BusyRecord(somebody_adds(None), [lambda _: theirs])
    with pytest.raises(ChangedMeanwhile):
        keeper_of(record).update(replace(THEIRS, about="mine"), was=THEIRS)
    assert record.kept == theirs


def test_restoring_adds_what_is_missing_and_says_what_was_left_out() -> None:
    record = BusyRecord(None, [somebody_adds])
    clash = replace(THEIRS, id="another")
    fern = replace(THEIRS, id="fern", name="Fern")
    outcome = keeper_of(record).restore([clash, fern])
    assert (outcome.added, outcome.clashing) == ((fern,), (clash,))
    assert names(record) == ["Their Wren", "Fern"]


def test_a_lie_about_any_change_is_found_out() -> None:
    record = DeafRecord(somebody_adds(None))
    keeper = keeper_of(record)
    for change in (
        lambda: keeper.update(replace(THEIRS, about="x")),
        lambda: keeper.retire("theirs"),
        lambda: keeper.restore([replace(THEIRS, id="x", name="Fern")]),
    ):
        with pytest.raises(ChangeNotKept):
            change()


def test_a_book_that_does_not_fit_is_refused_before_anything_is_changed() -> None:
    record = FullRecord(somebody_adds(None))
    keeper = keeper_of(record)
    with pytest.raises(BadInputError, match="Nothing was changed"):
        keeper.update(replace(THEIRS, about="x"))
    assert keeper.load() == keeper.profiles == (THEIRS,)


def test_a_book_of_an_older_guard_is_read_and_renewed_with_the_first_change() -> None:
    record = MemoryRecord(
        b'{"version":1,"profiles":[{"id":"theirs","name":"Their Wren","colour":"plum","created":"2026-11-22"}]}'
    )
    keeper = keeper_of(record)
    assert keeper.load() == (THEIRS,)
    assert record.saves == 0
    keeper.retire("theirs")
    assert (record.kept or b"").startswith(b'{"version":2,')
