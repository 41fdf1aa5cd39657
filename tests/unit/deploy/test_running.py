"""Finding a program again that was started earlier."""

import json
import os
import signal
import subprocess
import sys

import pytest

from deploy.local import running
from deploy.local.running import Running


@pytest.fixture
def child():
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as started:
        yield started
        started.kill()


def test_a_program_is_found_again_by_its_note(child, tmp_path):
    note = tmp_path / "note.json"
    Running.of(child.pid).remember(note)
    found = running.remembered(note)
    assert found is not None
    assert found.pid == child.pid


def test_a_number_that_now_belongs_to_another_program_is_nobody(child, tmp_path):
    note = tmp_path / "note.json"
    note.write_text(json.dumps({"pid": child.pid, "began": "another instant"}))
    assert running.remembered(note) is None


def test_what_ended_but_was_not_collected_yet_is_not_alive(child):
    found = Running.of(child.pid)
    os.kill(child.pid, signal.SIGKILL)
    assert running.wait_until(lambda: not found.is_alive(), within=5)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_a_note_that_was_spoilt_means_nothing(tmp_path, text):
    note = tmp_path / "note.json"
    note.write_text(text)
    assert running.remembered(note) is None


def test_who_does_not_listen_is_ended_all_the_same():
    deaf = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=1)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{deaf}; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        child.stdout.readline()
        found = Running.of(child.pid)
        assert not found.end(signal.SIGTERM, within=0.1)
        assert not found.is_alive()


LEAVES_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(child.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def parent_and_child():
    with subprocess.Popen(
        [sys.executable, "-c", LEAVES_A_CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as started:
        yield Running.of(started.pid), Running.of(int(started.stdout.readline()))
        started.kill()


def test_what_a_killed_program_left_behind_is_ended(parent_and_child):
    parent, child = parent_and_child
    os.kill(parent.pid, signal.SIGKILL)
    assert running.wait_until(lambda: not parent.is_alive(), within=5)
    assert child.is_alive()
    parent.end_family()
    assert running.wait_until(lambda: not child.is_alive(), within=5)


def test_the_family_of_a_number_that_went_to_another_program_is_left_alone(parent_and_child):
    parent, child = parent_and_child
    Running(parent.pid, "another instant").end_family()
    assert parent.is_alive()
    assert child.is_alive()


def test_a_family_that_is_gone_is_no_trouble(child):
    gone = Running.of(child.pid)
    child.kill()
    child.wait()
    gone.end_family()


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secret"
    running.write_whole(path, "first")
    running.write_whole(path, "second")
    assert path.read_text() == "second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["secret"]
