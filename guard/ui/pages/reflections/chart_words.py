"""What a chart shows, in words: for its edges, and for everybody who hears it instead of seeing it."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from guard.ui.pages.settings.dates import day
from guard.wellbeing.insight import Point, Series, spoken

translate = QCoreApplication.translate


def label(name: str) -> str:
    """Name what a point without a day stands for."""
    named = {
        "before": translate("chart", "Before"),
        "after": translate("chart", "Afterwards"),
        "next-day": translate("chart", "The day after"),
        "enough-sleep": translate("chart", "With enough sleep"),
        "less-sleep": translate("chart", "With less sleep"),
    }
    return named.get(name, name)


def ends(series: Series) -> tuple[str, str]:
    """Name the lower and the upper edge of a scale; empty for one that counts."""
    return {
        "mood": (translate("chart", "heavy"), translate("chart", "bright")),
        "change": (translate("chart", "heavier"), translate("chart", "brighter")),
    }.get(series.unit, ("", ""))


def amount(value: float, series: Series) -> str:
    """Write a number with what it counts."""
    number = spoken(value)
    if series.unit in {"mood", "change"}:
        return f"+{number}" if value > 0 else number
    return {
        "hours": translate("chart", "{number} h"),
        "nights": translate("chart", "{number} nights"),
        "sessions": translate("chart", "{number} sessions"),
        "percent": translate("chart", "{number} %"),
    }[series.unit].format(number=number)


def edge(value: float, series: Series) -> str:
    """Write a number at the edge of a chart, whose name says what is counted."""
    return amount(value, series) if series.unit in {"hours", "percent"} else spoken(value)


def short_place(point: Point, series: Series) -> str:
    """Name where a point stands, in few letters."""
    if point.day is None:
        return label(point.label)
    when = QDate(point.day.year, point.day.month, point.day.day)
    return QLocale().toString(when, "MMM" if series.per == "month" else "d MMM")


def told(series: Series) -> str:
    """Tell a whole series in one text."""
    parts = [_point(point, series) for point in series.points]
    return translate("chart", "{name}. {points}.").format(name=series.name, points="; ".join(parts))


def _point(point: Point, series: Series) -> str:
    place = label(point.label) if point.day is None else day(point.day)
    if series.per == "month" and point.day is not None:
        place = QLocale().toString(QDate(point.day.year, point.day.month, 1), "MMMM yyyy")
    if point.value is None:
        return translate("chart", "{place}: nothing noted").format(place=place)
    return translate("chart", "{place}: {amount}").format(place=place, amount=amount(point.value, series))
