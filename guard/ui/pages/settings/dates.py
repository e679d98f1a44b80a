"""Days and moments as the system writes them."""

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

_WEEKDAY = re.compile(r"[,،]?\s*dddd\s*[,،]?\s*")


def day(when: date) -> str:
    """Write a day."""
    form = _WEEKDAY.sub("", QLocale().dateFormat(QLocale.FormatType.LongFormat)).strip(" ,")
    return QLocale().toString(QDate(when.year, when.month, when.day), form)


def moment(when: datetime) -> str:
    """Write a day and a time of day on this computer's clock."""
    local = QDateTime.fromSecsSinceEpoch(round(when.timestamp()))
    return (
        f"{day(when.astimezone().date())}, {QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)}"
    )
