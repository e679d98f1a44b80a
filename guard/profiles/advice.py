"""All that a profile's user may want to think over, gathered: what leads back, what links, what was not to be shared."""

from collections.abc import Collection, Iterable, Iterator

from guard.profiles.caution import Caution, spoken
from guard.profiles.common import Common
from guard.profiles.exposure import Exposure
from guard.profiles.links import Links
from guard.profiles.never_share import NeverShare
from guard.profiles.profile import Profile
from guard.profiles.self_words import SelfWord


class Adviser:
    """Looks a profile over. It only ever warns."""

    def __init__(self, own: Collection[SelfWord], common: Common) -> None:
        """Know the user's `own` words and what is `common` to many."""
        self._exposure = Exposure(own, common)
        self._links = Links(common)

    def advise(self, profile: Profile, others: Iterable[Profile]) -> tuple[Caution, ...]:
        """Return every caution about `profile`; `others` may hold it, too."""
        return (
            *self._exposure.of_profile(profile),
            *self._links.of_profile(profile, others),
            *_broken_promises(profile),
        )

    def links(self, profiles: Collection[Profile]) -> dict[str, tuple[Caution, ...]]:
        """Return what links any two of the profiles, by the ids of both."""
        return self._links.of_all(profiles)


def words_of(profiles: Iterable[Profile]) -> list[str]:
    """Return what the profiles are known by to others: names, handles, the first parts of e-mail addresses."""
    return [word for profile in profiles for word in _known_by(profile)]


def _known_by(profile: Profile) -> Iterator[str]:
    yield profile.name
    for each in profile.handles:
        yield from filter(None, (each.handle, each.email.rpartition("@")[0]))


def _broken_promises(profile: Profile) -> Iterator[Caution]:
    """Yield a caution for each field that shows what the profile itself says is never shared."""
    fields = [("name", profile.name), ("about", profile.about)]
    for place, each in enumerate(profile.handles):
        fields += [(f"handles.{place}.handle", each.handle), (f"handles.{place}.email", each.email)]
    fields += [(f"share.{place}", fact) for place, fact in enumerate(profile.share)]
    never = NeverShare(profile.never)
    for field, text in fields:
        if never.find(text):
            says = f"{spoken(field)} gives away something that is on this profile's list of what is never shared."
            yield Caution(field, "never-share", says)
