"""Each rule about what may stand where holds, and is seen to fail where it is broken."""

import pytest

from tests.support import walls

# Rule, a file that breaks it, and what that file says.
BROKEN = {
    "a library outside its home": (
        walls.strangers,
        "services/contract_monitoring/repository.py",
        "import psycopg2",
    ),
    "a library that has no home": (walls.strangers, "shared/events.py", "from celery import Task"),
    "a library one folder too deep": (
        walls.strangers,
        "shared/messaging/relay.py",
        "import typer",
    ),
    "the web in a service that has none": (
        walls.strangers,
        "services/needs_assessment/service.py",
        "def page():\n    from flask import request",
    ),
    "a module that asks the time": (
        walls.asked_times,
        "services/needs_assessment/domain.py",
        "import datetime\nNOW = datetime.datetime.now(datetime.UTC)",
    ),
    "a module that asks the day": (
        walls.asked_times,
        "shared/money.py",
        "from datetime import date\n\n\ndef due():\n    return date.today()",
    ),
    "a module that reads the environment": (
        walls.read_settings,
        "services/portal/app.py",
        "import os\nPORT = os.environ['PORT']",
    ),
    "a module that reads it by another name": (
        walls.read_settings,
        "shared/logs.py",
        "from os import getenv",
    ),
    "SQL outside a repository": (
        walls.stray_sql,
        "services/needs_assessment/service.py",
        'FIND = """\nSELECT id FROM needs WHERE id = %(id)s\n"""',
    ),
    "a service that calls another": (
        walls.callers,
        "services/contract_monitoring/service.py",
        "from shared.messaging.rpc_client import Calls",
    ),
    "a service that has nameko's proxy": (
        walls.callers,
        "services/contract_monitoring/service.py",
        "from nameko import rpc\nother = rpc.RpcProxy('portal')",
    ),
    "a module whose name says nothing": (walls.empty_names, "shared/utils.py", ""),
    "a package whose name says nothing": (walls.empty_names, "deploy/helpers/__init__.py", ""),
    "a function whose name says nothing": (
        walls.empty_names,
        "shared/money.py",
        "class Purse:\n    def _process(self): ...",
    ),
    "a module that does not say what it is for": (walls.silent_modules, "shared/money.py", "A = 1"),
    "a file that is two things": (walls.long_files, "shared/money.py", "A = 1\n" * 401),
    "a promise": (walls.promises, "shared/money.py", "# TO" + "DO: pennies"),
}
RULES = sorted({rule for rule, _, _ in BROKEN.values()}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule):
    assert rule(walls.ROOT) == []


@pytest.mark.parametrize("breach", BROKEN)
def test_a_breach_is_found(tmp_path, breach):
    rule, place, text = BROKEN[breach]
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(text + "\n")
    assert any(found.startswith(place) for found in rule(tmp_path))


def test_what_stands_at_home_is_no_breach(tmp_path):
    for place, text in {
        "shared/database/pool.py": '"""Pool."""\nimport psycopg2\nX = "SELECT 1 "',
        "shared/clock.py": '"""Clock."""\nfrom datetime import datetime\nNOW = datetime.now()',
        "shared/config.py": '"""Settings."""\nimport os\nX = os.environ',
        "services/portal/pages/home.py": '"""Home."""\nfrom flask import request',
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text + "\n")
    assert [rule.__name__ for rule in RULES if rule(tmp_path)] == []


def test_the_source_is_looked_at():
    places = [source.place for source in walls.sources(walls.ROOT)]
    assert {walls.CLOCK, walls.SETTINGS} <= set(places)
    assert len(places) > 100
