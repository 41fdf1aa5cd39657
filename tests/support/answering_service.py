"""A service for the tests of calls: answers, refuses, breaks, or takes its time.

python -m tests.support.answering_service AMQP_URL
"""

import sys

import eventlet

eventlet.monkey_patch()

from nameko.rpc import rpc  # noqa: E402 - patched first, as the runner does it
from nameko.runners import ServiceRunner  # noqa: E402

from shared.errors import RuleBroken  # noqa: E402

NAME = "answering_service"


class AnsweringService:
    name = NAME
    heard: list = []

    @rpc
    def answer(self, body, meta):
        self.heard.append(body)
        return {"body": body, "person": meta["actor"]["person"]}

    @rpc(expected_exceptions=(RuleBroken,))
    def refuse(self, body, meta):
        raise RuleBroken("gate_not_met", "Not open yet.", {"evidence": "E05 is missing."})

    @rpc
    def fail(self, body, meta):
        raise ValueError("a bug")

    @rpc
    def wait(self, body, meta):
        eventlet.sleep(body["seconds"])
        return "too late"

    @rpc
    def what_was_heard(self, body, meta):
        return self.heard


if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": sys.argv[1], "max_workers": 10})
    runner.add_service(AnsweringService)
    runner.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    runner.wait()
