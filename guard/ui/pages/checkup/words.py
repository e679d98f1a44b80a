"""What the check-up says of itself, in plain words. It promises nothing that was not read."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from guard.checkup.check import Answer, Check, Group
from guard.checkup.detect import Defaults, FirefoxPref, GSettings, KConfig, Registry, UserUnit, Xfconf
from guard.checkup.overview import Change, Reason, Show, Tally
from guard.ui.pages.settings.dates import day

translate = QCoreApplication.translate
PICTURES = {
    Answer.SAFE: ("check", "calm"),
    Answer.UNSAFE: ("alert", "notice"),
    Answer.UNKNOWN: ("help", "muted"),
    Answer.NOT_APPLICABLE: ("info", "muted"),
}
"""Icon and colour of each answer."""


def group(which: Group) -> str:
    """Name a group."""
    return {
        "lock": translate("checkup", "Screen lock"),
        "notifications": translate("checkup", "Notifications"),
        "screen": translate("checkup", "Screen sharing and recording"),
        "camera-microphone": translate("checkup", "Camera and microphone"),
        "remote": translate("checkup", "Remote access"),
        "names": translate("checkup", "Names that others see"),
        "traces": translate("checkup", "Traces on this computer"),
        "browser": translate("checkup", "Browsers"),
        "system": translate("checkup", "The system"),
    }[which]


def answer(which: Answer) -> str:
    """Name an answer."""
    return {
        Answer.SAFE: translate("checkup", "Safe"),
        Answer.UNSAFE: translate("checkup", "To do"),
        Answer.UNKNOWN: translate("checkup", "Cannot tell"),
        Answer.NOT_APPLICABLE: translate("checkup", "Does not apply"),
    }[which]


def show(which: Show) -> str:
    """Name what a list is limited to."""
    return {
        Show.TO_DO: translate("checkup", "To do"),
        Show.UNKNOWN: translate("checkup", "Cannot tell"),
        Show.SAFE: translate("checkup", "Safe"),
        Show.ALL: translate("checkup", "Everything"),
    }[which]


def counts(tally: Tally) -> str:
    """Say “12 safe, 2 to do, 3 cannot tell”."""
    return translate("checkup", "{safe} safe, {to_do} to do, {unknown} cannot tell").format(
        safe=tally.safe, to_do=tally.to_do, unknown=tally.unknown
    )


def some_counts(tally: Tally) -> str:
    """Say the counts of one group, leaving out what there is none of."""
    parts = (
        (tally.to_do, translate("checkup", "{number} to do")),
        (tally.unknown, translate("checkup", "{number} cannot tell")),
        (tally.safe, translate("checkup", "{number} safe")),
    )
    return ", ".join(words.format(number=number) for number, words in parts if number)


def how_many(number: int) -> str:
    """Say a number of checks."""
    if number == 1:
        return translate("checkup", "1 check")
    return translate("checkup", "{number} checks").format(number=number)


def moment(when: datetime, now: datetime) -> str:
    """Say when something was read: the time today, else the day."""
    if when.astimezone(now.tzinfo).date() == now.date():
        local = when.astimezone(now.tzinfo)
        return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return day(when.astimezone(now.tzinfo).date())


def source(check: Check) -> str:
    """Say where an entry comes from and when it was read there."""
    where = f"{check.source} ({check.source_url})" if check.source_url else check.source
    return translate("checkup", "Source: {where}. Last read on {day}.").format(
        where=where.rstrip("."), day=day(check.reviewed)
    )


def overdue(check: Check, today: date) -> str:
    """Ask for a fresh look at an entry that has grown old; "" for one that has not."""
    if not check.overdue(today):
        return ""
    return translate(
        "checkup", "Please re-check: this entry was last read on {day} and may have changed."
    ).format(day=day(check.reviewed))


def what_a_fix_does(check: Check) -> str:
    """Say what a fix would change, what it needs, and when it counts; "" when there is none."""
    fix, change = check.fix, _change(check)
    if fix is None or not change:
        return ""
    needs = (
        translate("checkup", "It needs administrator rights.")
        if check.privilege == "admin"
        else translate("checkup", "It needs no administrator rights.")
    )
    said = [change, needs]
    if fix.only_session:
        said.append(
            translate("checkup", "It goes back by itself after the session, or when Guard opens next.")
        )
    else:
        said.append(translate("checkup", "What is there now is noted first, so you can put it back."))
    if fix.restart:
        said.append(
            translate("checkup", "It counts after {what} has started again.").format(what=fix.restart)
        )
    return " ".join(said)


def _change(check: Check) -> str:
    if check.fix is None:
        return ""
    value = check.fix.value
    match check.detect:
        case (
            GSettings(schema=place, key=name)
            | Defaults(domain=place, key=name)
            | Xfconf(channel=place, property=name)
        ):
            pass
        case KConfig(file=place, key=name):
            pass
        case Registry(hive=hive, key=key, name=name):
            place = f"{hive}\\{key}"
        case FirefoxPref(name=name):
            return translate(
                "checkup", "Guard sets “{name}” to {value} in every Firefox profile of yours."
            ).format(name=name, value=value)
        case UserUnit(units=units):
            return translate("checkup", "Guard stops {units} and keeps it from starting by itself.").format(
                units=", ".join(units)
            )
        case _:
            return ""
    return translate("checkup", "Guard sets “{name}” to {value} in your own settings ({place}).").format(
        name=name, value=value, place=place
    )


def reason(which: Reason, until: date | None) -> str:
    """Say why and until when something is set aside."""
    why = {
        "later": translate("checkup", "You wanted to be reminded later."),
        "wanted": translate("checkup", "You want it like this."),
        "others": translate("checkup", "Somebody else looks after this computer."),
        "cannot": translate("checkup", "It cannot be changed here."),
        "looked": translate("checkup", "You have looked yourself."),
    }[which]
    back = translate("checkup", "It comes back on {day}.").format(day=day(until)) if until else ""
    return " ".join(filter(None, (why, back)))


def change(which: Change) -> str:
    """Say what has changed in one line."""
    return translate("checkup", "{title} (before: {answer})").format(
        title=which.told.title.rstrip("."), answer=answer(which.was).casefold()
    )
