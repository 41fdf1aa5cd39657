"""`make run` and what goes with it, as a person uses it: each step in a folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.running import Running
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
BACK_SECONDS = 60
SERVERS = ("PostgreSQL", "RabbitMQ")


@dataclass
class Launcher:
    """The launcher with a folder and ports that nobody else uses."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __call__(self, command, **settings):
        given = {"JC_FOLDER": str(self.folder), "JC_DEMO": "no", "JC_SERVERS": "private"}
        given |= {**self.settings, **settings}
        return subprocess.run(
            [sys.executable, "-m", "deploy.local", command],
            cwd=ROOT,
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=False,
        )

    def pids(self):
        """Name → number of each process and server that runs."""
        rows = re.findall(r"^  (\S+) +(\S+) +(\d*)$", self("status").stdout, re.MULTILINE)
        assert rows
        return {name: (int(pid), word) for name, word, pid in rows if pid}

    def everything_is_up(self):
        told = self("status")
        assert told.returncode == 0, told.stdout
        return True


def alive_in_sessions_of(leaders):
    """Each program that the launcher starts leads a session, in which its children are as well."""
    listed = subprocess.run(
        ["ps", "-eo", "sid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    ours = set(map(str, leaders))
    return [args for sid, state, args in rows if sid in ours and not state.startswith("Z")]


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    portal, feed = ports.free(2)
    folder = tmp_path_factory.mktemp("launcher")
    folder.chmod(0o711)  # PostgreSQL may run as somebody else
    made = Launcher(folder / "here", {"JC_PORTAL_PORT": str(portal), "JC_FEED_PORT": str(feed)})
    yield made
    made("reset")


@pytest.fixture(scope="module")
def first_run(launcher):
    return launcher("run")


def test_it_ends_with_the_address_and_one_sign_in_for_each_role(first_run, launcher):
    assert first_run.returncode == 0, first_run.stdout + first_run.stderr
    assert "Starting PostgreSQL" in first_run.stdout
    address = f"http://127.0.0.1:{launcher.settings['JC_PORTAL_PORT']}"
    assert f"Open {address}" in first_run.stdout
    people = json.loads((launcher.folder / "people.json").read_text())["people"]
    for role in {role for person in people for role in person["roles"]}:
        assert re.search(rf"^  {role.replace('_', ' ')} +\S+ +\S+$", first_run.stdout, re.MULTILINE)
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
        assert answer.status == 200


def test_run_again_it_changes_nothing(first_run, launcher):
    before = launcher.pids()
    again = launcher("run")
    assert again.returncode == 0
    assert "Everything is up already." in again.stdout
    assert launcher.pids() == before


def test_each_dead_process_is_brought_back(first_run, launcher):
    before = launcher.pids()
    assert set(SERVERS) < set(before)
    for name in set(before) - {"supervisor"}:
        os.kill(before[name][0], signal.SIGKILL)
    eventually(launcher.everything_is_up, BACK_SECONDS)
    after = launcher.pids()
    assert set(after) == set(before)
    assert {name for name in before if after[name][0] == before[name][0]} == {"supervisor"}
    # Nor has a child of one that was killed stayed behind.
    assert (
        alive_in_sessions_of(pid for name, (pid, _) in before.items() if name != "supervisor") == []
    )


def test_without_its_supervisor_everything_goes_on_and_run_finds_it(first_run, launcher):
    before = launcher.pids()
    os.kill(before["supervisor"][0], signal.SIGKILL)
    dead = launcher("status")
    assert dead.returncode == 1
    assert "Not running: supervisor. `make run` starts it" in dead.stdout
    assert launcher("run").returncode == 0
    after = launcher.pids()
    assert set(after) == set(before)
    assert {name: after[name] for name in SERVERS} == {name: before[name] for name in SERVERS}


def test_stopped_it_keeps_what_it_has(first_run, launcher):
    people = (launcher.folder / "people.json").read_text()
    parts = [Running.of(pid) for pid, _ in launcher.pids().values()]
    assert all(each.is_alive() for each in parts)
    stopped = launcher("stop")
    assert "Everything is stopped. `make run` goes on where it was." in stopped.stdout
    assert not any(each.is_alive() for each in parts)
    assert launcher("status").returncode == 1
    assert launcher("run").returncode == 0
    assert (launcher.folder / "people.json").read_text() == people
    assert eventually(launcher.everything_is_up, BACK_SECONDS)


def test_reset_leaves_nothing(first_run, launcher):
    assert launcher("reset").returncode == 0
    assert not launcher.folder.exists()
    assert "Nothing was started here." in launcher("status").stdout


def test_a_taken_port_is_said_and_nothing_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = Launcher(tmp_path)("run", JC_PORTAL_PORT=str(port))
    assert refused.returncode == 1
    assert f"Port {port} is taken by another program." in refused.stderr
    assert re.search(r"choose another port: JC_PORTAL_PORT=\d+ make run", refused.stderr)
    assert not list(tmp_path.glob("postgres"))


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_what_is_no_port_is_said(tmp_path, port):
    refused = Launcher(tmp_path)("run", JC_PORTAL_PORT=port)
    assert refused.returncode == 1
    assert f"JC_PORTAL_PORT={port} is no port." in refused.stderr
    assert "What to do: give a number, such as JC_PORTAL_PORT=8000." in refused.stderr


def test_servers_that_are_given_and_away_are_said(tmp_path):
    portal, nobody = ports.free(2)
    away = f"postgresql://{{service}}:x@127.0.0.1:{nobody}/{{service}}"
    refused = Launcher(tmp_path)(
        "run",
        JC_PORTAL_PORT=str(portal),
        JC_DATABASE_URL=away,
        JC_POSTGRES_URL=f"postgresql://postgres:x@127.0.0.1:{nobody}/postgres",
        JC_AMQP_URL=f"amqp://guest:guest@127.0.0.1:{nobody}/",
    )
    assert refused.returncode == 1
    assert "Bringing the databases up to date: that failed." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert str(nobody) in refused.stderr


def test_logs_of_nobody_are_said(tmp_path):
    refused = Launcher(tmp_path)("logs")
    assert refused.returncode == 1
    assert "Nothing was started here." in refused.stderr
