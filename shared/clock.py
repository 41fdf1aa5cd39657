"""The only place that asks the time. Instants are UTC; legal days are Europe/London dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def legal_day(instant: datetime) -> date:
    """The Europe/London date on which an instant falls."""
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The instant at which a legal day is over: the start of the next one, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
