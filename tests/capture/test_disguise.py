"""What a program's files give away counts for more than what it is called."""

import pytest

from guard.capture.catalogue import Catalogue, Use
from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.identity import Identifier
from guard.capture.processes import ProcessFacts
from guard.capture.program_files import NoProgramFiles, Revealed
from guard.capture.recognise import Match, recognise
from tests.capture.strategies import X11GRAB, FakeReader, make_facts, make_tool, small_catalogue

LIBRARY = make_tool("pictures", exe=(), code=(("PIL.ImageGrab", ".grab"), ("mss",)), when="capturing")
CATALOGUE = Catalogue([*small_catalogue().tools, LIBRARY])
NOTES = "/home/ann/notes"
PYTHON = "/usr/bin/python3.11"


def look(facts: ProcessFacts, **revealed: object) -> Match | None:
    return recognise(CATALOGUE, facts, Revealed(**revealed))  # type: ignore[arg-type] # the tests name the parts


def test_a_copy_is_the_tool_it_was_copied_from() -> None:
    match = look(make_facts("notes", "-f", "x11grab", "-i", ":0", exe=NOTES), original="ffmpeg")
    assert match is not None
    assert match.tool.id == "ffmpeg"
    assert match.meanings[0].strength is Strength.CAPTURING
    assert match.confidence is Confidence.HIGH
    assert match.meanings[0].says.startswith(
        "its program file is /home/ann/notes, a copy of ffmpeg under another name"
    )


def test_a_copy_of_a_converter_that_converts_is_quiet() -> None:
    match = look(make_facts("notes", "-i", "x11grab.mp4", "b.mp4", exe=NOTES), original="ffmpeg")
    assert match is not None
    assert match.meanings == ()


def test_a_recorder_that_poses_as_a_browser_is_a_recorder() -> None:
    match = look(make_facts("firefox", exe="/home/ann/firefox"), original="scrot")
    assert match is not None
    assert match.tool.id == "scrot"


def test_a_copy_under_its_own_name_is_not_called_a_disguise() -> None:
    match = look(make_facts("scrot", exe="/home/ann/scrot"), original="scrot")
    assert match is not None
    assert "copy" not in match.how


def test_a_proven_copy_of_an_ordinary_word_counts_in_any_folder() -> None:
    facts = make_facts("x", exe="/home/ann/x")
    assert look(facts) is None
    match = look(facts, original="record")
    assert match is not None
    assert match.tool.id == "recorder"


def test_a_copied_interpreter_and_a_copied_script() -> None:
    match = look(
        make_facts("notes", "/home/ann/letter", exe=NOTES), original="python3.11", script="gtk-recorder"
    )
    assert match is not None
    assert match.tool.id == "gtk-recorder"
    assert match.how == (
        "python3.11 runs the script /home/ann/letter, a copy of gtk-recorder under another name"
    )


@pytest.mark.parametrize("words", [{"mss"}, {"PIL", "PIL.ImageGrab", ".grab", "os"}])
def test_a_script_that_uses_a_library_for_pictures_of_the_screen(words: set[str]) -> None:
    match = look(make_facts("python3", "notes.py", exe=PYTHON), words=frozenset(words))
    assert match is not None
    assert match.tool.id == "pictures"
    assert match.confidence is Confidence.MEDIUM
    assert "the script notes.py, which uses " in match.meanings[0].says


@pytest.mark.parametrize("words", [set[str](), {"PIL", "PIL.ImageGrab"}, {".grab"}, {"PIL.Image", ".grab"}])
def test_a_script_that_does_not(words: set[str]) -> None:
    assert look(make_facts("python3", "notes.py", exe=PYTHON), words=frozenset(words)) is None


def test_only_an_interpreter_runs_scripts() -> None:
    assert look(make_facts("vim", "notes.py"), words=frozenset({"mss"})) is None


def test_copies_worth_knowing_are_recorders_shared_programs_and_interpreters() -> None:
    worth = [
        name
        for name in ("ffmpeg", "aplay", "python3.11", "bash", "gtk-recorder", "firefox", "orca", "vim")
        if CATALOGUE.worth_knowing(name)
    ]
    assert worth == ["ffmpeg", "aplay", "python3.11", "bash", "gtk-recorder"]


class _Files(NoProgramFiles):
    def reveal(self, facts: ProcessFacts) -> Revealed:
        return Revealed("peek") if facts.exe == NOTES else Revealed()


def test_the_helper_of_a_disguised_recorder_belongs_to_it() -> None:
    reader = FakeReader(
        make_facts("notes", exe=NOTES, pid=10),
        make_facts("ffmpeg", "-f", "x11grab", "-i", ":0", pid=11, parent=10),
    )
    who = Identifier(CATALOGUE, reader, _Files()).of(11)
    assert who is not None
    assert (who.tool, who.pid, who.exe) == ("peek", 10, NOTES)


def test_a_use_is_refuted_by_what_speaks_against_it() -> None:
    use = Use(captures=(Kind.MICROPHONE,), arguments=(("-f", "pulse"),), unless=(("-i", "*.monitor"),))
    catalogue = Catalogue([make_tool("ffmpeg", when="never", use=(X11GRAB, use))])

    def kinds(*argv: str) -> list[Kind]:
        match = recognise(catalogue, make_facts("ffmpeg", *argv))
        return [meaning.kind for meaning in match.meanings] if match else []

    assert kinds("-f", "pulse", "-i", "default") == [Kind.MICROPHONE]
    assert kinds("-f", "pulse", "-i", "out.monitor") == []
    assert kinds("-f", "x11grab", "-f", "pulse", "-i", "out.monitor") == [Kind.SCREEN]


def test_a_program_that_has_just_gone_keeps_its_name() -> None:
    reader = FakeReader(make_facts("scrot", pid=10))
    identifier = Identifier(CATALOGUE, reader)
    alive = identifier.of(10)
    reader.processes.clear()
    assert alive is not None
    assert identifier.of(10) == alive
    assert identifier.of(11) is None
    assert identifier.look(10) is None
