from datetime import date

import msgspec
import pytest

from guard.profiles import editing
from guard.profiles.book import MAX_PROFILES, NoSuchProfile, ProfileBook
from guard.profiles.editing import ChangedMeanwhile, restore, update
from guard.profiles.profile import Profile
from guard.profiles.wording import ProfileRefused
from tests.profiles.people import person

PALETTE = ("plum", "teal")
ROBIN, WREN = person("Robin"), person("Wren")
BOOK = ProfileBook((ROBIN, WREN))


def but(profile: Profile, **fields: object) -> Profile:
    return msgspec.structs.replace(profile, **fields)


def test_an_edited_profile_takes_its_own_place_cleaned_and_nobody_elses() -> None:
    book = update(
        BOOK, but(ROBIN, name=" Red  Robin ", about="evenings", colour="teal", never=("Elm",)), PALETTE
    )
    assert book.profiles == (
        but(ROBIN, name="Red Robin", about="evenings", colour="teal", never=("Elm",)),
        WREN,
    )


def test_what_may_not_be_is_refused() -> None:
    with pytest.raises(NoSuchProfile):
        update(BOOK, person("Nobody"), PALETTE)
    with pytest.raises(ProfileRefused, match="already"):
        update(BOOK, but(ROBIN, name="wren"), PALETTE)
    with pytest.raises(ProfileRefused) as refused:
        update(BOOK, but(ROBIN, never=("x",)), PALETTE)
    assert refused.value.field == "never.0"
    with pytest.raises(ProfileRefused, match="plum, teal"):
        update(BOOK, but(ROBIN, colour="void"), PALETTE)


def test_the_day_of_making_stays_and_so_may_a_colour_of_old() -> None:
    old = ProfileBook((but(ROBIN, colour="mauve"),))
    made = update(old, but(ROBIN, colour="mauve", about="x", created=date(1999, 1, 1)), PALETTE).get("Robin")
    assert (made.colour, made.about, made.created) == ("mauve", "x", ROBIN.created)


def test_a_change_made_meanwhile_is_never_saved_over() -> None:
    elsewhere = update(BOOK, but(ROBIN, about="theirs"), PALETTE)
    with pytest.raises(ChangedMeanwhile):
        update(elsewhere, but(ROBIN, about="mine"), PALETTE, was=ROBIN)
    assert update(BOOK, but(ROBIN, about="mine"), PALETTE, was=ROBIN).get("Robin").about == "mine"
    assert update(elsewhere, but(ROBIN, about="theirs"), PALETTE, was=ROBIN) == elsewhere
    assert update(elsewhere, but(ROBIN, about="mine"), PALETTE).get("Robin").about == "mine"


def test_a_retired_profile_is_kept_with_its_first_day_of_rest_and_comes_back() -> None:
    first, later = date(2026, 12, 1), date(2027, 1, 1)
    book = editing.retire(BOOK, "Robin", first)
    assert book.get("Robin") == but(ROBIN, retired=first)
    assert editing.retire(book, "Robin", later) == book
    assert editing.unretire(book, "Robin") == BOOK
    assert editing.unretire(BOOK, "Robin") == BOOK
    assert editing.delete(book, "Robin").profiles == (WREN,)
    for change in (editing.unretire, editing.delete):
        with pytest.raises(NoSuchProfile):
            change(BOOK, "none")
    with pytest.raises(NoSuchProfile):
        editing.retire(BOOK, "none", first)


def test_a_retired_profile_still_owns_its_name() -> None:
    book = editing.retire(BOOK, "Robin", date(2026, 12, 1))
    with pytest.raises(ProfileRefused, match="already"):
        book.add(but(person("x"), name="ROBIN"))


def test_restoring_adds_by_id_and_touches_nothing_that_is_here() -> None:
    newer = but(ROBIN, about="changed since")
    book = ProfileBook((newer, WREN))
    fern, other_wren, same_fern = (
        person("Fern"),
        but(person("another id"), name="wren"),
        but(person("f"), name="FERN"),
    )
    outcome = restore(book, [ROBIN, WREN, fern, other_wren, same_fern])
    assert outcome.book.profiles == (newer, WREN, fern)
    assert outcome.added == (fern,)
    assert outcome.present == (WREN,)
    assert outcome.differing == (ROBIN,)
    assert outcome.clashing == (other_wren, same_fern)
    again = restore(outcome.book, [fern])
    assert (again.book, again.added, again.present) == (outcome.book, (), (fern,))


def test_restoring_stops_at_a_full_book_and_says_so() -> None:
    many = [person(f"Name {number}") for number in range(MAX_PROFILES + 2)]
    outcome = restore(ProfileBook(), many)
    assert len(outcome.book.profiles) == MAX_PROFILES
    assert outcome.crowded_out == tuple(many[MAX_PROFILES:])
