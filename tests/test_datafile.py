import contextlib
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard import datafile
from guard.datafile import line_of
from guard.errors import DataFileError


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    sizes: list[int] = []


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    words: list[str] = []
    part: list[Part] = []
    more: dict[str, int] = {}


class Things(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    thing: list[Thing]
    note: str = ""


def failure(tmp_path: Path, content: bytes) -> DataFileError:
    file = tmp_path / "things.toml"
    file.write_bytes(content)
    with pytest.raises(DataFileError) as error:
        datafile.read(file, Things)
    assert error.value.file == file
    assert error.value.sentence.startswith(f"Guard cannot read its data file {tmp_path.name}/things.toml")
    assert "\n" not in error.value.sentence
    return error.value


def problem_of(text: str) -> DataFileError | None:
    try:
        datafile.parse(text, Things, Path("data/things.toml"))
    except DataFileError as error:
        return error
    return None


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "things.toml"
    file.write_text('[[thing]]\nid = "a"\n[[thing.part]]\nname = "ü"\nsizes = [1, 2]\n', encoding="utf-8")
    assert datafile.read(file, Things) == Things(thing=[Thing("a", part=[Part("ü", [1, 2])])])


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for file in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(DataFileError, match="it cannot be opened") as error:
            datafile.read(file, Things)
        assert error.value.line is None


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    assert failure(tmp_path, b'[[thing]]\nid = "\xff"\n').problem == "it is not UTF-8 text"


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        ("[[thing]]\nid = \n", 2, "id"),
        ('[[thing]]\nid = "a\nwords = []\n', 2, "id"),
        ('[[thing]]\nid = "a"\nid = "b"\n', 3, "id"),
        ('[[thing]]\nid = "a"\nid = "b"', 3, "id"),
        ('[[thing]]\nid = "a"\nwords = [\n  "x",\n', 3, "words"),
        ('[[thing]]\nid = """a\nb\nc', 2, "id"),
        ('[[thing]]\n"odd key" = \n', 2, '"odd key"'),
        ("[[thing\nid = 3\n", 1, None),
        ("[[thing]]\nid\n", 2, None),
        ("[[thing]]\n# a = \x01\n", 2, None),
        ('note = "a\u2028b"\r\nx = \r\n', 2, "x"),
        ("\ufeffnote = 3\n", 1, None),
        ('note = "a"\r\rthing = []\n', 1, "note"),
        ("thing = [1979-99-99]\n", 1, "thing"),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(
    tmp_path: Path, content: str, line: int, field: str | None
) -> None:
    error = failure(tmp_path, content.encode())
    assert (error.line, error.field) == (line, field)
    assert "document)" not in error.problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [("note = " + "[" * 5000, "nested too deeply"), ("note = " + "9" * 5000, "number that is too long")],
)
def test_what_overwhelms_the_parser_is_said(tmp_path: Path, content: str, problem: str) -> None:
    assert problem in failure(tmp_path, content.encode()).problem


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        ('[[thing]]\nid = "a"\n\n[[thing]]\n', 4, "thing 2, id"),
        ('[[thing]]\nid = "a"\nbad = 1\n', 3, "thing 1, bad"),
        ('[[thing]]\nid = "a"\nwords = [\n  "x",\n  3,\n]\n', 5, "thing 1, words 2"),
        ('[[thing]]\nid = "a"\nwords = [\n\n  # why\n  "x", 3,\n]\n', 6, "thing 1, words 2"),
        ('[[thing]]\nid = """\n\n"""\nwords = 3\n', 5, "thing 1, words"),
        (
            '[[thing]]\nid = "a"\n[[thing.part]]\nname = "p"\n[[thing.part]]\nname = 3\n',
            6,
            "thing 1, part 2, name",
        ),
        (
            '[[thing]]\nid = "a"\npart = [\n {name = "p"},\n {name = "q", sizes = [1, "x"]},\n]\n',
            5,
            "thing 1, part 2, sizes 2",
        ),
        ('[[thing]]\nid = "a"\n[thing.more]\nx = 1\ny = "z"\n', 3, "thing 1, more"),
        ('[[thing]]\r\nid = "a\u2028\x85"\r\nwords = 3\r\n', 3, "thing 1, words"),
        ('"a\\nb" = 1\n[[thing]]\nid = "a"\n', 1, "a b"),
        ('bad = 1\n[[thing]]\nid = "a"\n', 1, "bad"),
        ('note = "x"\n', None, "thing"),
        ("thing = 3\n", 1, "thing"),
        ('note = "x"\nthing.id = 3\n', 2, "thing"),
        ("", None, None),
    ],
)
def test_what_breaks_the_schema_is_named_with_line_and_field(
    tmp_path: Path, content: str, line: int | None, field: str | None
) -> None:
    error = failure(tmp_path, content.encode())
    assert (error.line, error.field) == (line, field)


def test_a_rule_of_the_caller_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "things.toml"
    file.write_text('[[thing]]\nid = "a"\n[[thing]]\nid = "a"\n')
    error = datafile.error_at(file, ("thing", 1, "id"), "it is there twice")
    assert (error.line, error.field, error.problem) == (4, "thing 2, id", "it is there twice")


def test_a_rule_about_a_file_that_is_gone_is_still_said(tmp_path: Path) -> None:
    error = datafile.error_at(tmp_path / "gone.toml", ("thing", 1), "it is wrong")
    assert (error.line, error.field) == (None, "thing 2")


def test_a_place_that_is_nowhere_has_no_line() -> None:
    assert line_of("a = 1\n", ("b", "c")) is None
    assert line_of("", ("b",)) is None
    assert line_of("a = 1\n", ()) is None


words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\\\"'\r\n\x7f", min_codepoint=32), max_size=8
)
layouts = st.sampled_from(["one", "many", "string", "comment", "table"])


def written(layout: str, name: str, texts: list[str]) -> list[tuple[tuple[str | int, ...], str]]:
    """Write one value; return its lines, each with the place that begins there (or none)."""
    if layout == "one":
        return [((name,), f"{name} = [" + ", ".join(f'"{text}"' for text in texts) + "]")]
    if layout == "many":
        inner: list[tuple[tuple[str | int, ...], str]] = [
            ((name, place), f'  "{text}",') for place, text in enumerate(texts)
        ]
        return [((name,), f"{name} = ["), *inner, ((), "]")]
    if layout == "string":
        return [((name,), f'{name} = """'), *[((), f"{text} = [") for text in texts], ((), '"""')]
    if layout == "comment":
        return [*[((), f"# {text}") for text in texts], ((), ""), ((name,), f"{name} = {{ x = 1 }}")]
    return [
        ((name,), f"{name}.a = 1"),
        *[((name, f"k{place}"), f'{name}.k{place} = "{text}"') for place, text in enumerate(texts)],
    ]


@settings(deadline=None)
@given(
    st.lists(st.tuples(layouts, st.lists(words, max_size=4)), max_size=6),
    st.lists(st.lists(st.tuples(layouts, st.lists(words, max_size=3)), max_size=3), max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)
@example([("string", ["\u2028"])], [[("many", ["\x85", "["])]], "\r\n")
def test_every_value_is_found_on_its_line(
    top: list[tuple[str, list[str]]],
    tables: list[list[tuple[str, list[str]]]],
    newline: str,
) -> None:
    lines: list[tuple[tuple[str | int, ...], str]] = []
    for number, (layout, texts) in enumerate(top):
        lines += written(layout, f"v{number}", texts)
    for place, values in enumerate(tables):
        lines.append((("table", place), "[[table]]"))
        for number, (layout, texts) in enumerate(values):
            lines += [
                (("table", place, *parts) if parts else (), line)
                for parts, line in written(layout, f"v{number}", texts)
            ]
    text = newline.join(line for _, line in lines) + newline
    tomllib.loads(text)
    for number, (parts, _) in enumerate(lines, start=1):
        if parts:
            assert line_of(text, parts) == number
            assert line_of(text, (*parts, "nowhere")) == number


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_content_gets_past_as_another_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    with contextlib.suppress(DataFileError):
        datafile.read(file, Things)
    error = problem_of(content.decode(errors="replace"))
    if error is not None:
        assert error.line is None or 1 <= error.line <= content.count(b"\n") + 1


toml_pieces = st.sampled_from(
    [
        "[[thing]]",
        "id",
        "=",
        '"a"',
        "\n",
        "words",
        "[",
        "]",
        ",",
        '"""',
        "'",
        "#",
        "{",
        "}",
        "3",
        ".",
        "\r",
        "part",
        " ",
        "name",
    ]
)


@settings(deadline=None)
@given(st.lists(toml_pieces, max_size=25).map("".join))
def test_nearly_toml_gets_past_as_no_other_error(text: str) -> None:
    error = problem_of(text)
    if error is not None:
        assert error.line is None or 1 <= error.line <= text.count("\n") + 1
        assert error.sentence.startswith("Guard cannot read its data file data/things.toml")
