"""Platforms for tests: one as it stands in a file, and ones built by hand."""

from datetime import date
from typing import Any

import msgspec

from guard.knowledge.platforms import Answered, Platform, Setting

ONE = """[[platform]]
id = "one"
name = "One"
programs = ["browser"]
tip = "A tip."
text = "yes"
voice = "no"
video = "unknown"
group-text = "partly"
group-call = "not-offered"
encryption = "Messages are encrypted."
phone = "either"
email = "either"
real-name = "no"
sign-up = "One of the two is needed."
screenshots = { answer = "no", note = "Nobody is told." }
recordings = { answer = "no", note = "Nobody is told." }
disappearing = { answer = "yes", note = "For each chat." }
view-once = { answer = "partly", note = "On phones only." }
metadata = "The day you signed up."
backup = "Nothing is left behind."
source = "Its maker"
source-url = "https://example.org/one"
reviewed = 2026-01-31
review-after = 2026-07-31
confidence = "high"

[[platform.setting]]
id = "one-number"
title = "Hide your number"
path = "Settings > Privacy"
why = "Others then do not see it."
where = "phone"
weight = 3
"""

_NOBODY = Answered(answer="no", note="Nobody is told.")
_GIVEN = Answered(answer="yes", note="For each chat.")


def a_platform(ident: str = "one", **changes: Any) -> Platform:
    values: dict[str, Any] = {
        "id": ident,
        "name": ident.capitalize(),
        "programs": ["browser"],
        "tip": "A tip.",
        "text": "yes",
        "voice": "yes",
        "video": "yes",
        "group_text": "yes",
        "group_call": "yes",
        "encryption": "Everything is encrypted.",
        "phone": "needed",
        "email": "no",
        "real_name": "no",
        "sign_up": "A number is needed.",
        "screenshots": _NOBODY,
        "recordings": _NOBODY,
        "disappearing": _GIVEN,
        "view_once": _GIVEN,
        "metadata": "The day you signed up.",
        "backup": "Nothing is left behind.",
        "source": "Its maker",
        "source_url": "https://example.org",
        "reviewed": date(2026, 11, 22),
        "review_after": date(2027, 5, 22),
        "confidence": "high",
    }
    return Platform(**(values | changes))


def a_setting(ident: str, weight: Any = 2, **changes: Any) -> Setting:
    setting = Setting(
        id=ident,
        title=f"Look at {ident}",
        path="Settings > Privacy",
        why="It shows you.",
        where="all",
        weight=weight,
    )
    return msgspec.structs.replace(setting, **changes)
