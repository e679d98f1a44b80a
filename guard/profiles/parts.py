"""What belongs to a profile besides its name: handles, facts, words never to share, limits. Pure."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from guard.profiles.wording import ProfileRefused, can_be_seen, clean, likeness

MAX_HANDLES = 12
MAX_PLATFORM = 40
MAX_HANDLE = 80
MAX_EMAIL = 120
MAX_SHARE = 20
MAX_FACT = 120
MAX_NEVER = 40
MAX_NEVER_WORD = 80
MAX_LIMITS = 200
MAX_TOPIC = 80
MIN_DIGEST = 16
MAX_DIGEST = 128

Channel = Literal["text", "voice", "picture", "live"]
Level = Literal["never", "not-today", "ask-first", "fine-today"]


class Handle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An account: `platform` is the id of a known platform or a name of one's own choice; one of the others may be ""."""

    platform: str
    handle: str = ""
    email: str = ""


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A limit that this self starts every session with. Only kept here; what it means is decided elsewhere."""

    topic: str
    channel: Channel
    level: Level


def clean_handles(handles: Iterable[Handle]) -> tuple[Handle, ...]:
    """Return the handles as they will be kept, each once. Raises `ProfileRefused`."""
    kept: dict[tuple[str, ...], Handle] = {}
    for place, handle in enumerate(handles):
        made = _clean_handle(f"handles.{place}", handle)
        kept.setdefault(tuple(likeness(part) for part in (made.platform, made.handle, made.email)), made)
    _check_count("handles", "handles", len(kept), MAX_HANDLES)
    return tuple(kept.values())


def _clean_handle(field: str, handle: Handle) -> Handle:
    made = Handle(
        platform=clean(f"{field}.platform", "The platform's name", handle.platform, MAX_PLATFORM),
        handle=clean(f"{field}.handle", "The handle", handle.handle, MAX_HANDLE),
        email=clean(f"{field}.email", "The e-mail address", handle.email, MAX_EMAIL),
    )
    if not can_be_seen(made.platform):
        raise ProfileRefused(f"{field}.platform", "A handle needs the name of its platform.")
    if not can_be_seen(made.handle) and not made.email:
        raise ProfileRefused(
            f"{field}.handle", "Please type a handle or an e-mail address, or remove the row."
        )
    local, _, domain = made.email.rpartition("@")
    if made.email and (not local or not domain or " " in made.email):
        raise ProfileRefused(f"{field}.email", "This is no e-mail address: one looks like name@example.org.")
    return made


def clean_share(facts: Iterable[str]) -> tuple[str, ...]:
    """Return the facts that are fine to share, without empty ones and repetitions. Raises `ProfileRefused`."""
    kept = _clean_list("share", "A fact", facts, MAX_FACT)
    _check_count("share", "facts", len(kept), MAX_SHARE)
    return tuple(kept.values())


def clean_never(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words never to share, without empty ones and repetitions. Raises `ProfileRefused`.

    A single letter or digit is refused: it would be found in almost every text.
    """
    kept = _clean_list("never", "A word that is never shared", words, MAX_NEVER_WORD)
    for place, word in kept.items():
        if sum(character.isalnum() for character in word) < _fewest(word):
            raise ProfileRefused(
                f"never.{place}", "A word that is never shared needs at least two letters or digits."
            )
    _check_count("never", "words that are never shared", len(kept), MAX_NEVER)
    return tuple(kept.values())


def _fewest(word: str) -> int:
    """A single ideograph may be a whole surname."""
    return 1 if any(character.isalpha() and character >= "\u3040" for character in word) else 2


def clean_limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Return the limits as they will be kept, each once. Raises `ProfileRefused`, also for two that contradict."""
    kept: dict[tuple[str, str], Limit] = {}
    for place, limit in enumerate(limits):
        topic = clean(f"limits.{place}.topic", "The topic", limit.topic, MAX_TOPIC)
        if not can_be_seen(topic):
            raise ProfileRefused(f"limits.{place}.topic", "A limit needs a topic.")
        made = msgspec.structs.replace(limit, topic=topic)
        if kept.setdefault((likeness(topic), limit.channel), made).level != limit.level:
            raise ProfileRefused(
                f"limits.{place}.level", "Two limits for the same topic differ. Please keep the one you mean."
            )
    _check_count("limits", "limits", len(kept), MAX_LIMITS)
    return tuple(kept.values())


def clean_picture(digest: str) -> str:
    """Return the digest of an avatar in small letters; "" for none. Raises `ProfileRefused`."""
    small = digest.strip().lower()
    in_range = MIN_DIGEST <= len(small) <= MAX_DIGEST and len(small) % 2 == 0
    if small and (not in_range or not set(small) <= set("0123456789abcdef")):
        raise ProfileRefused("picture", "This is no picture's fingerprint. Please choose the picture again.")
    return small


def _clean_list(field: str, spoken: str, words: Iterable[str], longest: int) -> dict[int, str]:
    """Return cleaned words by the place at which each first stood."""
    kept: dict[int, str] = {}
    seen: set[str] = set()
    for place, word in enumerate(words):
        made = clean(f"{field}.{place}", spoken, word, longest)
        if can_be_seen(made) and likeness(made) not in seen:
            seen.add(likeness(made))
            kept[place] = made
    return kept


def _check_count(field: str, spoken: str, count: int, most: int) -> None:
    if count > most:
        raise ProfileRefused(field, f"There is room for {most} {spoken}, and these are {count}.")
