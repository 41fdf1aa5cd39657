"""Either server serves the same application, and ends when it is asked to."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from deploy.local import ports
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[3]
START_SECONDS = 20
END_SECONDS = 10


def greeting(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1) as answer:
            return answer.read()
    except urllib.error.URLError:
        return None


@pytest.fixture(params=[[], ["without"]], ids=["granian", "waitress"])
def server(request):
    [port] = ports.free(1)
    command = [sys.executable, "-m", "tests.support.greeting_app", str(port), *request.param]
    with subprocess.Popen(command, cwd=ROOT) as child:
        yield child, port
        child.kill()


def test_it_serves_and_ends(server):
    child, port = server
    assert eventually(lambda: greeting(port), START_SECONDS) == b"hello"
    child.send_signal(signal.SIGTERM)
    child.wait(END_SECONDS)
    assert not ports.answers(port)


def test_asked_to_stop_before_it_is_ready_it_ends(server):
    child, port = server
    eventually(lambda: ports.answers(port) or child.poll() is not None, START_SECONDS)
    child.send_signal(signal.SIGTERM)
    child.wait(END_SECONDS)
    assert not ports.answers(port)
