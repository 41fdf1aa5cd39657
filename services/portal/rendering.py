"""Jinja for the pages: GOV.UK Frontend's macros, and filters for dates, money and plain words."""

import hashlib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, select_autoescape
from markupsafe import Markup, escape

from services.portal import words
from shared.clock import LONDON
from shared.money import format_percent, format_pounds

STATIC = Path(__file__).parent / "static"


def gov_date(value: object) -> str:
    """3 December 2026; an empty string for nothing."""
    day = as_date(value)
    return f"{day.day} {day:%B %Y}" if day else ""


def gov_day(value: object) -> str:
    """Thursday 3 December 2026."""
    day = as_date(value)
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def gov_time(value: object) -> str:
    """3 December 2026, 2:05pm in London; what has no time of day is shown as a date."""
    if isinstance(value, str) and "T" in value:
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return gov_date(value)
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.day} {local:%B %Y}, {hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def as_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        if "T" in value:
            return as_date(datetime.fromisoformat(value))
        return date.fromisoformat(value)
    return None


def date_tag(value: object) -> Markup:
    """The date in a `time` element that machines can read."""
    day = as_date(value)
    if day is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), gov_date(day))


def span(starts_on: object, ends_on: object) -> str:
    """April to June 2019 for whole months, 2 to 30 September 2019 for a part of one."""
    start, end = as_date(starts_on), as_date(ends_on)
    if start is None or end is None:
        return ""
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not whole:
        first = f"{start.day}" if (start.year, start.month) == (end.year, end.month) else ""
        return f"{first or gov_date(start)} to {gov_date(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{end:%B %Y}"
    return f"{start:%B}{'' if start.year == end.year else f' {start.year}'} to {end:%B %Y}"


def money(pence: object) -> str:
    """£1,184,000, or £81,136.12 where there are pence; negative amounts keep their sign."""
    if pence is None or pence == "":
        return ""
    return format_pounds(int(str(pence)), short=True)


def money_exact(pence: object) -> str:
    """£81,136.12, always with pence: for columns that are added up."""
    if pence is None or pence == "":
        return ""
    return format_pounds(int(str(pence)))


def percent(bp: object) -> str:
    """Basis points as a percentage: 4250 -> 42.5%."""
    if bp is None or bp == "":
        return ""
    return format_percent(int(str(bp)))


def lines(text: object) -> Markup:
    """Text with its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


@cache
def static_url(name: str) -> str:
    """The address of one of our files, with its hash, so that browsers may keep it for a year."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/static/{name}?v={digest}"


def prepare(app: Flask) -> None:
    """Gives the application its templates and filters."""
    app.jinja_options = {
        "autoescape": select_autoescape(["html", "xml"], default=True),
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("services.portal"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    filters: dict[str, Any] = {
        "gov_date": gov_date,
        "gov_day": gov_day,
        "gov_time": gov_time,
        "date_tag": date_tag,
        "span": span,
        "money": money,
        "money_exact": money_exact,
        "percent": percent,
        "plain": words.plain,
        "tag_colour": words.tag_colour,
        "contract_stage": words.contract_stage,
        "lines": lines,
        "trim0": lambda digits: str(digits).lstrip("0"),
    }
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(static_url=static_url, words=words)
