from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guard.capture.finding import Evidence, Finding, Kind, Level, Strength
from guard.capture.policy import Expected, level, parse_expected
from guard.errors import BadInputError


def found(
    kind: Kind = Kind.SCREEN, strength: Strength = Strength.CAPTURING, *, harmless: str = ""
) -> Finding:
    return Finding(
        id="f1",
        kind=kind,
        strength=strength,
        name="Firefox",
        tool="firefox-esr",
        pid=1,
        exe="/usr/lib/firefox/firefox-bin",
        since=0.0,
        evidence=(Evidence("x", "saw it"),),
        harmless=harmless,
    )


LOUDNESS = {
    Strength.INSTALLED: Level.QUIET,
    Strength.RUNNING: Level.NOTICE,
    Strength.ABLE: Level.NOTICE,
    Strength.CAPTURING: Level.ALARM,
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("strength", Strength)
def test_the_evidence_decides(kind: Kind, strength: Strength) -> None:
    assert level(found(kind, strength)) is LOUDNESS[strength]


@pytest.mark.parametrize("strength", Strength)
def test_a_harmless_tool_is_quiet(strength: Strength) -> None:
    assert level(found(strength=strength, harmless="It reads the screen aloud.")) is Level.QUIET


@pytest.mark.parametrize("name", ["firefox", "FIREFOX", "firefox-esr", "Firefox-Bin"])
def test_an_expected_program_is_quiet_for_the_expected_kind(name: str) -> None:
    assert level(found(Kind.CAMERA), [Expected(name, Kind.CAMERA)]) is Level.QUIET


@given(st.sampled_from(Kind), st.sampled_from(Kind))
def test_an_expected_program_that_does_more_is_as_loud_as_any(expected: Kind, seen: Kind) -> None:
    assert (level(found(seen), [Expected("firefox", expected)]) is Level.ALARM) is (expected is not seen)


@pytest.mark.parametrize("name", ["fire", "firefox2", "/usr/lib/firefox/firefox-bin", "obs"])
def test_another_program_is_not_expected(name: str) -> None:
    assert level(found(Kind.CAMERA), [Expected(name, Kind.CAMERA)]) is Level.ALARM


def test_reads_a_program_and_a_kind() -> None:
    assert parse_expected("firefox:camera") == Expected("firefox", Kind.CAMERA)
    assert parse_expected(" My App : microphone ") == Expected("My App", Kind.MICROPHONE)
    assert parse_expected("a:b:system-audio") == Expected("a:b", Kind.SYSTEM_AUDIO)


@pytest.mark.parametrize(
    "text", ["", "firefox", ":camera", "  :camera", "firefox:", "firefox:tv", "x:Camera"]
)
def test_says_what_it_did_not_understand(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_expected(text)
    assert "camera" in caught.value.sentence
    assert caught.value.sentence.endswith(".")


@given(st.text(max_size=30), st.sampled_from(Kind))
def test_any_name_can_be_expected(name: str, kind: Kind) -> None:
    assume(name.strip())
    assert parse_expected(f"{name}:{kind}") == Expected(name.strip(), kind)


@given(st.text(max_size=30).filter(lambda text: text.rpartition(":")[2].strip() not in set(Kind)))
def test_any_other_text_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadInputError, match=r"^“"):
        parse_expected(text)


def test_a_part_of_remote_control_is_no_second_alarm() -> None:
    assert level(found()) is Level.ALARM
    assert level(replace(found(), part_of="f2")) is Level.NOTICE
