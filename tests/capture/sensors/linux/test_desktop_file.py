import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.desktop_file import (
    DesktopFile,
    languages,
    parse,
    program_of,
    split,
    without_fields,
)

KATE = """# made by somebody
[Desktop Entry]
Name=Kate
Name[de]=Kati
Name[sr@Latn]=Kejt
 Name [x] = not a key
Icon=kate
Type = Application
Exec=kate -b %U
Name=Another
[Desktop Action new]
Name=New Window
Exec=evil
"""


def read(text: str, *wanted: str) -> DesktopFile:
    found = parse(text, wanted)
    assert found is not None
    return found


def entry(**keys: str) -> str:
    values = {"Type": "Application", "Name": "X", **keys}
    return "[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in values.items())


def test_the_entry_proper_is_read_and_not_its_actions() -> None:
    assert read(KATE) == DesktopFile("Kate", "kate", ("kate", "-b"))
    assert read(KATE.replace("\n", "\r\n")) == read(KATE)
    assert read("\ufeff" + KATE.partition("\n")[2]) == read(KATE)


@pytest.mark.parametrize(
    "text",
    ["", "Name=X\nType=Application", entry(Type="Link"), entry(Name=""), "[Desktop Entry] x\n", "[[\n"],
)
def test_what_is_no_application_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (("de_AT",), "Kati"),
        (("fr_FR", "de_DE"), "Kati"),
        (("sr_YU@Latn",), "Kejt"),
        (("sr_YU",), "Kate"),
        (("en_GB", "de"), "Kate"),
        ((), "Kate"),
    ],
)
def test_the_name_is_in_the_first_language_there_is(wanted: tuple[str, ...], name: str) -> None:
    assert read(KATE, *wanted).name == name


def test_a_name_is_one_harmless_line() -> None:
    assert read(entry(Name=r"One\nline\ttwo \\ three")).name == r"One line two \ three"
    assert read(entry(Name="evil\u202egnp.exe\x1b")).name == "evilgnp.exe"
    assert read(entry(Name="\u0645\u06cc\u200c\u062e")).name == "\u0645\u06cc\u200c\u062e"
    assert len(read(entry(Name="x" * 10_000)).name) == 200


def test_hidden_and_not_shown_are_two_things() -> None:
    assert read(entry(Hidden="true")).hidden
    assert read("[Desktop Entry]\nHidden=true\n").hidden
    assert not read(entry(NoDisplay="true")).shown
    assert not read(entry(NoDisplay="true")).hidden
    assert read(entry(NoDisplay="false")).shown


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("foo --bar %f", ("foo", "--bar", "%f")),
        ('"/opt/My App/run" "a\\"b" "c\\$d"', ("/opt/My App/run", 'a"b', "c$d")),
        ("sh -c 'a b; c'", ("sh", "-c", "a b; c")),
        (r"a\ b", ("a b",)),
        ('a ""', ("a", "")),
        ('a "b', ()),
        ("  ", ()),
    ],
)
def test_words_are_split_as_launchers_do(command: str, words: tuple[str, ...]) -> None:
    assert split(command) == words


def test_what_a_launcher_fills_in_is_left_out() -> None:
    assert without_fields(("a", "%U", "--file=%f", "100%%", "-caption", "%c")) == ("a", "100%", "-caption")


@pytest.mark.parametrize(
    ("words", "program"),
    [
        ("obs", "obs"),
        ("env A=b C=d obs --x", "obs --x"),
        ("/usr/bin/env -u WAYLAND_DISPLAY -i obs", "obs"),
        ("nice -n 5 env A=b obs", "obs"),
        ("A=b obs", "obs"),
        ("ionice -c 2 obs 7", "obs 7"),
        ("obs env", "obs env"),
        ("env", ""),
    ],
)
def test_runners_are_seen_through(words: str, program: str) -> None:
    assert program_of(words.split()) == tuple(program.split())


def test_the_session_asks_for_languages() -> None:
    assert languages({"LANG": "de_AT.UTF-8"}) == ("de_AT",)
    assert languages({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:de", "LC_ALL": "sr_YU.utf8@Latn"}) == (
        "fr",
        "de",
        "sr_YU@Latn",
    )
    assert languages({"LC_ALL": "C.UTF-8", "LANGUAGE": "fr"}) == ()
    assert languages({}) == ()


LINES = st.sampled_from(
    [
        "[Desktop Entry]",
        "[",
        "]",
        "Name=",
        "Name[de]=x",
        "Exec=",
        "Type=Application",
        "Hidden=true",
        "\\",
        '"',
        "%",
    ]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=20).map("\n".join)


@given(TEXTS, st.lists(st.text(max_size=8), max_size=3))
def test_any_text_is_read_or_not_but_never_fails(text: str, wanted: list[str]) -> None:
    found = parse(text, wanted)
    assert found is None or found.hidden or (found.name and "\n" not in found.name)


@given(st.text(max_size=200))
def test_any_command_is_split(command: str) -> None:
    program_of(without_fields(split(command)))


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        min_size=1,
        max_size=5,
    )
)
def test_quoted_words_come_back(words: list[str]) -> None:
    def quoted(word: str) -> str:
        for letter in '\\"`$':
            word = word.replace(letter, f"\\{letter}")
        return f'"{word}"'

    assert split(" ".join(map(quoted, words))) == tuple(words)
