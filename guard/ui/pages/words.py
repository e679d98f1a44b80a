"""What the guard's facts are called on a page, in plain words. Promises nothing the sensors did not see."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from guard.capture.finding import Confidence, Coverage, Finding, Kind, Level, SensorMode, Strength

_SECONDS_A_MINUTE = 60
_SECONDS_AN_HOUR = 3600


translate = QCoreApplication.translate


def kind(which: Kind) -> str:
    """Name what is captured, as a heading would."""
    return {
        Kind.SCREEN: translate("words", "Screen"),
        Kind.WINDOW: translate("words", "One window"),
        Kind.CAMERA: translate("words", "Camera"),
        Kind.MICROPHONE: translate("words", "Microphone"),
        Kind.SYSTEM_AUDIO: translate("words", "Sound of this computer"),
        Kind.INPUT: translate("words", "Keyboard and mouse"),
        Kind.REMOTE_CONTROL: translate("words", "Remote control"),
        Kind.TERMINAL: translate("words", "Terminal"),
    }[which]


def _doing(finding: Finding) -> str:
    if finding.one_shot:
        return translate("words", "took a picture of the screen")
    return {
        Kind.SCREEN: translate("words", "is recording or sharing the screen"),
        Kind.WINDOW: translate("words", "is recording or sharing a window"),
        Kind.CAMERA: translate("words", "is using the camera"),
        Kind.MICROPHONE: translate("words", "is using the microphone"),
        Kind.SYSTEM_AUDIO: translate("words", "is recording the sound this computer plays"),
        Kind.INPUT: translate("words", "is reading the keyboard or mouse"),
        Kind.REMOTE_CONTROL: translate("words", "is letting someone see or steer this computer"),
        Kind.TERMINAL: translate("words", "is recording a terminal"),
    }[finding.kind]


def _ability(which: Kind) -> str:
    return {
        Kind.SCREEN: translate("words", "record or share the screen"),
        Kind.WINDOW: translate("words", "record or share a window"),
        Kind.CAMERA: translate("words", "use the camera"),
        Kind.MICROPHONE: translate("words", "use the microphone"),
        Kind.SYSTEM_AUDIO: translate("words", "record the sound this computer plays"),
        Kind.INPUT: translate("words", "read the keyboard or mouse"),
        Kind.REMOTE_CONTROL: translate("words", "let someone see or steer this computer"),
        Kind.TERMINAL: translate("words", "record a terminal"),
    }[which]


def finding(seen: Finding) -> str:
    """Say what a program does or could do, in one sentence."""
    if seen.strength is Strength.CAPTURING:
        return translate("words", "{name} {does}.").format(name=seen.name, does=_doing(seen))
    if seen.strength is Strength.INSTALLED:
        return translate("words", "{name} is installed. It could {ability}.").format(
            name=seen.name, ability=_ability(seen.kind)
        )
    return translate("words", "{name} is open. It could {ability}, and is not seen doing so now.").format(
        name=seen.name,
        ability=_ability(seen.kind),
    )


def level(loudness: Level, seen: Finding) -> str:
    """Say how a finding is taken."""
    if loudness is Level.ALARM:
        return translate("words", "Needs a look now")
    if loudness is Level.NOTICE:
        return translate("words", "Good to know")
    return translate("words", "Assistive technology") if seen.harmless else translate("words", "Expected")


def confidence(seen: Finding) -> str:
    """Say how sure the name is, or nothing when there is no doubt."""
    return {
        Confidence.HIGH: "",
        Confidence.MEDIUM: translate("words", "Which program this is, is likely but not certain."),
        Confidence.LOW: translate("words", "Which program this is, is a guess."),
    }[seen.confidence]


def since(seen: Finding) -> str:
    """Say since when, in the local clock's words, and how often."""
    clock = time_of_day(seen.since)
    if seen.one_shot:
        return (
            translate("words", "%n times, last at {time}", None, seen.count).format(time=clock)
            if seen.count > 1
            else translate("words", "At {time}").format(time=clock)
        )
    if seen.began_before:
        return translate("words", "Since {time}, before Guard started watching").format(time=clock)
    return translate("words", "Since {time}").format(time=clock)


def time_of_day(moment: float, *, seconds: bool = False) -> str:
    """Write a moment (seconds since 1970) as this computer's clock shows it, with its `seconds` if they matter."""
    time = QDateTime.fromSecsSinceEpoch(int(moment)).time()
    return time.toString("HH:mm:ss") if seconds else QLocale().toString(time, QLocale.FormatType.ShortFormat)


def mode(of: SensorMode) -> str:
    """Name a sensor's health."""
    return {
        SensorMode.ON: translate("words", "On"),
        SensorMode.LIMITED: translate("words", "Limited"),
        SensorMode.OFF: translate("words", "Off"),
    }[of]


def coverage(seen: Coverage | None) -> str:
    """Say with how many sensors the guard watches."""
    if seen is None:
        return translate("words", "The guard is starting to watch.")
    counts = {state: sum(sensor.mode is state for sensor in seen.sensors) for state in SensorMode}
    working = counts[SensorMode.ON] + counts[SensorMode.LIMITED]
    if not working:
        return translate("words", "Not watching: no sensor works here right now.")
    parts = [
        translate("words", "Watching with 1 sensor")
        if working == 1
        else translate("words", "Watching with %n sensors", None, working)
    ]
    if counts[SensorMode.LIMITED]:
        parts.append(translate("words", "%n limited", None, counts[SensorMode.LIMITED]))
    if counts[SensorMode.OFF]:
        parts.append(translate("words", "%n off", None, counts[SensorMode.OFF]))
    return translate("words", "; ").join(parts) + translate("words", ".")


def nothing_seen(seen: Coverage | None) -> str:
    """Say that nothing was seen, and by whom; never that nothing is there."""
    if seen is None:
        return translate("words", "Nothing can be said yet.")
    if all(sensor.mode is SensorMode.OFF for sensor in seen.sensors):
        return translate("words", "Nothing can be said: no sensor is on.")
    return translate("words", "Nothing seen by the sensors that are on.")


def summary(findings: Sequence[tuple[Finding, Level]], seen: Coverage | None) -> str:
    """Say the loudest thing the guard has to say now, in one line."""
    alarms = [found for found, loudness in findings if loudness is Level.ALARM]
    if len(alarms) == 1:
        return finding(alarms[0])
    if alarms:
        return translate("words", "%n things need a look now.", None, len(alarms))
    notices = sum(loudness is Level.NOTICE for _, loudness in findings)
    if notices:
        return (
            translate("words", "1 thing is good to know.")
            if notices == 1
            else translate("words", "%n things are good to know.", None, notices)
        )
    return nothing_seen(seen)


def headline(findings: Sequence[tuple[Finding, Level]], seen: Coverage | None) -> str:
    """Say the guard's state in a few words."""
    levels = {loudness for _, loudness in findings}
    if Level.ALARM in levels:
        return translate("words", "Something needs a look")
    if Level.NOTICE in levels:
        return translate("words", "Something to know")
    if seen is None:
        return translate("words", "Starting")
    off = all(sensor.mode is SensorMode.OFF for sensor in seen.sensors)
    return translate("words", "Not watching") if off else translate("words", "Watching")


def clock(seconds: float) -> str:
    """Write a duration as mm:ss, with hours once there are any."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, _SECONDS_A_MINUTE)
    if whole < _SECONDS_AN_HOUR:
        return f"{minutes:02d}:{rest:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def minutes(seconds: float) -> str:
    """Say a duration in minutes, for a screen reader."""
    whole = int(max(0.0, seconds) // _SECONDS_A_MINUTE)
    return translate("words", "1 minute") if whole == 1 else translate("words", "%n minutes", None, whole)
