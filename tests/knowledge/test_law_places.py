import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import DataFileError
from guard.knowledge import places

SHIPPED = places.load()
WORLD = '[[place]]\nid = "001"\nname = "Anywhere else"\nwithin = ""\n'


def test_names_are_plain_and_told_apart() -> None:
    names = [place.name for place in SHIPPED.all()]
    assert len(set(names)) == len(names) >= 40
    assert all(re.fullmatch(r"[A-Z][A-Za-z ()]+", name) for name in names)
    assert names[:-1] == sorted(names[:-1], key=str.casefold)
    assert SHIPPED.all()[-1].id == places.WORLD


def test_a_chain_goes_from_near_to_far() -> None:
    assert [place.id for place in SHIPPED.chain("GB-SCT")] == ["GB-SCT", "GB", "001"]
    assert [place.id for place in SHIPPED.chain("DE")] == ["DE", "EU", "001"]
    assert [place.id for place in SHIPPED.chain("001")] == ["001"]


def test_parts_are_offered() -> None:
    assert [place.id for place in SHIPPED.parts("GB")] == ["GB-EAW", "GB-NIR", "GB-SCT"]
    assert SHIPPED.parts("DE") == ()


@given(st.text(max_size=8))
def test_any_words_at_all_lead_to_the_world(words: str) -> None:
    chain = SHIPPED.chain(words)
    assert chain[-1].id == places.WORLD
    assert len({place.id for place in chain}) == len(chain)
    assert len(chain) == 1 or chain[0].id == words


@pytest.mark.parametrize(("territory", "place"), [("DE", "DE"), ("gb", "GB"), ("EU", "EU")])
def test_a_known_territory_is_suggested(territory: str, place: str) -> None:
    found = SHIPPED.suggested(territory)
    assert found is not None
    assert found.id == place


@pytest.mark.parametrize("territory", [None, "", "001", "ZZ", "Germany", "C"])
def test_nothing_is_guessed_from_an_unknown_territory(territory: str | None) -> None:
    assert SHIPPED.suggested(territory) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WORLD + WORLD, "another place “001”"),
        (WORLD.replace("001", "DE"), "the place “001” is missing"),
        (WORLD + '[[place]]\nid = "DE"\nname = "Germany"\nwithin = "EU"\n', "“DE” does not lie within"),
        (
            WORLD
            + '[[place]]\nid = "AA"\nname = "A"\nwithin = "BB"\n[[place]]\nid = "BB"\nname = "B"\nwithin = "AA"\n',
            "“AA” does not lie within",
        ),
        (WORLD + '[[place]]\nid = "DE"\nname = "Germany"\nwithin = "DE"\n', "“DE” does not lie within"),
        (WORLD + '[[place]]\nid = "de"\nname = "Germany"\n', "matching regex"),
    ],
)
def test_a_list_that_leads_nowhere_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "places.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        places.load(file)
    assert says in error.value.sentence
