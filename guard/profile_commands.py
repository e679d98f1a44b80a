"""What `guard profiles` does in the terminal."""

import argparse
from collections.abc import Iterator, Sequence

from guard import app
from guard.errors import BadInputError, GuardError
from guard.profiles.advice import Adviser
from guard.profiles.common import read_common
from guard.profiles.here import self_words_reader
from guard.profiles.keeper import ProfileKeeper
from guard.profiles.profile import Profile
from guard.secret_commands import open_keeping, typed_line
from guard.terminal import DONE, complain, say, say_json, told_when_slow

_NEEDS = {"add": "a name", "show": "an id", "remove": "an id"}


def profiles(options: argparse.Namespace) -> int:
    """List, add, show or remove pseudonyms. Raises `BadInputError` and the keyring's errors."""
    _check(options)
    with open_keeping() as book:
        keeper = book.keeper
        with told_when_slow("Waiting for the keyring; a window of its own may be asking for its password."):
            keeper.load()
        match options.action:
            case "add":
                found = [_added(keeper, options)]
            case "remove":
                found = [keeper.remove(options.what)]
            case "show":
                found = [app.profile(keeper, options.what)]
            case _:
                found = list(keeper.profiles)
        if keeper.notice:
            complain(keeper.notice)
        _tell(found, options)
        if options.action == "add":
            _warn(found[0], keeper.profiles)
    return DONE


def _check(options: argparse.Namespace) -> None:
    needs = _NEEDS.get(options.action)
    if needs and not options.what:
        raise BadInputError(f"“guard profiles {options.action}” needs {needs}; nothing was changed.")
    if not needs and options.what:
        raise BadInputError(f"“guard profiles list” takes no “{options.what}”; nothing was changed.")
    if options.action != "add" and (options.colour or options.pronouns or options.about):
        raise BadInputError(
            "A colour, pronouns and a note go with “guard profiles add NAME”; nothing was changed."
        )


def _added(keeper: ProfileKeeper, options: argparse.Namespace) -> Profile:
    name = typed_line("Name: ") if options.what == "-" else options.what
    return keeper.add(name, colour=options.colour, pronouns=options.pronouns, about=options.about)


def _tell(found: Sequence[Profile], options: argparse.Namespace) -> None:
    if options.json:
        shown = [app.profile_object(profile) for profile in found]
        say_json({"profiles": shown} if options.action == "list" else shown[0])
        return
    for profile in found:
        for line in _lines(profile) if options.action == "show" else [_line(profile)]:
            say(line)
    if not found:
        say("There is no pseudonym yet. Make one with “guard profiles add NAME”.")


def _line(profile: Profile) -> str:
    return f"{profile.id}  {profile.name}{' (retired)' if profile.retired else ''}"


def _lines(profile: Profile) -> Iterator[str]:
    """Yield every field that holds something, each with its name."""
    yield f"name: {profile.name}"
    yield f"id: {profile.id}"
    yield f"colour: {profile.colour}"
    yield f"made on: {profile.created.isoformat()}"
    if profile.retired:
        yield f"retired on: {profile.retired.isoformat()}"
    if profile.pronouns:
        yield f"pronouns: {profile.pronouns}"
    for line in profile.about.splitlines():
        yield f"about: {line}"
    for each in profile.handles:
        yield f"handle: {each.platform}: {', '.join(filter(None, (each.handle, each.email)))}"
    for fact in profile.share:
        yield f"fine to share: {fact}"
    for word in profile.never:
        yield f"never to share: {word}"
    for limit in profile.limits:
        yield f"limit: {limit.topic} ({limit.channel}): {limit.level.replace('-', ' ')}"
    if profile.picture:
        yield f"picture: {profile.picture}"


def _warn(profile: Profile, others: Sequence[Profile]) -> None:
    """Say what the user may want to think over; the profile is kept all the same."""
    try:
        own = self_words_reader().read()
        cautions = Adviser(own.words, read_common()).advise(profile, others)
    except GuardError as error:
        complain(f"The pseudonym is kept, but it could not be looked over. {error.sentence}")
        return
    for caution in cautions:
        complain(caution.sentence)
    for what in own.untold:
        complain(f"Guard could not read {what}, so it cannot tell whether the pseudonym resembles it.")
