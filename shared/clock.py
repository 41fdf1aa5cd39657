"""The only place that asks the time. Instants are UTC; legal days are Europe/London dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.errors import Invalid

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def legal_day(instant: datetime) -> date:
    """The Europe/London date on which an instant falls."""
    return instant.astimezone(LONDON).date()


def day_of_act(given: date | None, today: date) -> date:
    """The legal day of an act: the given one, `today` when none is given, never one to come."""
    if given is not None and given > today:
        raise Invalid(
            "date_in_future",
            f"{given.isoformat()} is still to come. Give the day on which it happened, "
            f"{today.isoformat()} at the latest.",
            {"on": given.isoformat()},
        )
    return given or today


def end_of_day(day: date) -> datetime:
    """The instant at which a legal day is over: the start of the next one, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def noon(day: date) -> datetime:
    """The instant at which it is noon in London, in UTC."""
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)
