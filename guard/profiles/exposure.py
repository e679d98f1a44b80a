"""Warns when a profile holds, or resembles, a word by which this computer knows its real user. Pure."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from guard.profiles.alike import SHORTEST, SHORTEST_UNSPACED, Alike, Form, Own, Style, compare
from guard.profiles.caution import Caution, spoken
from guard.profiles.common import Common
from guard.profiles.folding import fold, leets, plain, squash, tokens, unleet, unspaced
from guard.profiles.profile import Profile
from guard.profiles.self_words import SPOKEN, Kind, SelfWord


class Exposure:
    """Knows the user's own words, and looks for them."""

    def __init__(self, own: Collection[SelfWord], common: Common) -> None:
        """Look for `own`, but for words that are `common`."""
        self._common = common
        self._own = list(dict.fromkeys(each for word in own for each in self._targets(word)))

    def of_profile(self, profile: Profile) -> tuple[Caution, ...]:
        """Return a caution for every field that leads back to the user."""
        found = [self._caution(field, text, style) for field, text, style in self._fields(profile)]
        return tuple(caution for caution in found if caution is not None)

    def of_name(self, name: str) -> Caution | None:
        """Return a caution about a pseudonym that is not kept yet."""
        return self._caution("name", name, Style.NAME)

    def of_handle(self, handle: str) -> Caution | None:
        """Return a caution about a handle that is not kept yet."""
        return self._caution("handles.0.handle", handle, Style.HANDLE)

    def of_email(self, email: str) -> Caution | None:
        """Return a caution about an e-mail address that is not kept yet."""
        return self._caution("handles.0.email", self._telling(email), Style.HANDLE)

    def of_about(self, about: str) -> Caution | None:
        """Return a caution about a note that is not kept yet."""
        return self._caution("about", about, Style.PROSE)

    def _fields(self, profile: Profile) -> Iterator[tuple[str, str, Style]]:
        yield "name", profile.name, Style.NAME
        yield "about", profile.about, Style.PROSE
        for place, handle in enumerate(profile.handles):
            yield f"handles.{place}.handle", handle.handle, Style.HANDLE
            yield f"handles.{place}.email", self._telling(handle.email), Style.HANDLE
        for place, fact in enumerate(profile.share):
            yield f"share.{place}", fact, Style.PROSE

    def _telling(self, address: str) -> str:
        """Return what of an e-mail address may be a person's own."""
        local, _, domain = plain(address).rpartition("@")
        if not local or self._common.is_shared(domain):
            return local
        return f"{local} {max(domain.split('.')[:-1], key=len, default='')}"

    def _targets(self, word: SelfWord) -> Iterator[Own]:
        text = self._telling(word.text) if "@" in word.text else word.text
        spellings = [each for token in tokens(text) for each in (token, fold(token, spelt_out=True)[0])]
        parts = [key for each in spellings if self._counts(key := squash(each))]
        if not parts:
            return
        for key in dict.fromkeys([*parts, *map(_letters, parts), *self._wholes(text)]):
            if self._counts(key):
                yield Own(word.kind, key)
                if leets(_letters(key)):
                    yield Own(word.kind, unleet(_letters(key)), leet=True)
        if word.kind in {"full-name", "git-name"} and len(pieces := text.split()) > 1:
            first, last = squash(pieces[0]), squash(pieces[-1])
            for key in (first[:1] + last, first + last[:1], last + first[:1], last[:1] + first, last + first):
                if len(key) > SHORTEST:
                    yield Own(word.kind, key, whole=True)

    def _wholes(self, text: str) -> Iterator[str]:
        """Yield the words in one: all of them, and each piece between spaces."""
        for piece in (text, *text.split()):
            whole = squash(piece)
            if _letters(whole) not in self._common.words:
                yield whole

    def _counts(self, key: str) -> bool:
        if not any(character.isalpha() for character in key):
            return False
        if key in self._common.words or _letters(key) in self._common.words:
            return False
        return len(key) >= (SHORTEST_UNSPACED if unspaced(key) else SHORTEST)

    def _caution(self, field: str, text: str, style: Style) -> Caution | None:
        alike: dict[Kind, Alike] = {}
        for form in self._forms(text, style):
            for own in self._own:
                if (found := compare(own, form, style)) > alike.get(own.kind, Alike.NOT):
                    alike[own.kind] = found
        if not alike:
            return None
        best = max(alike.values())
        kinds = [kind for kind, found in alike.items() if found is best]
        verb = "holds" if best is Alike.HOLDS else "resembles"
        whose = " and ".join(SPOKEN[kind] for kind in kinds[:2])
        return Caution(field, kinds[0], f"{spoken(field)} {verb} {whose}, so it could lead back to you.")

    def _forms(self, text: str, style: Style) -> list[Form]:
        found = tokens(text)
        joined = [f"{one}{other}" for one, other in pairwise(found)]
        if style is not Style.PROSE:
            joined.append("".join(text.split()))
        forms: dict[Form, None] = {}
        for token in [*found, *joined]:
            small = token == token.lower() != token.upper() and f"{token}@" not in text
            bare = plain(token).strip("@")
            stripped = bare.strip("0123456789_")
            for key in (bare, stripped):
                forms[Form(squash(key), small=small)] = None
                if leets(key):
                    forms[Form(squash(unleet(key)), leet=True, small=small)] = None
        return [form for form in forms if self._counts(form.key)]


def _letters(key: str) -> str:
    return key.strip("0123456789")
