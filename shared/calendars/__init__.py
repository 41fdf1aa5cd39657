"""Working days under each law, counted with the reason for every day that was left out.

`calendar("ENG")`, `calendar("PSR")` and `calendar("PA23")` differ: a day can be a working day for a
council's call-in and none for a procurement standstill.
"""

from shared.calendars.days_off import calendar
from shared.calendars.working_days import (
    Counted,
    SkippedDay,
    WorkingCalendar,
    clear_days_between,
    latest_day_for_clear_days,
)

__all__ = [
    "Counted",
    "SkippedDay",
    "WorkingCalendar",
    "calendar",
    "clear_days_between",
    "latest_day_for_clear_days",
]
