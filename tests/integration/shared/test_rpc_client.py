"""Calls to services over a real broker: answers, refusals, silence, many at once."""

import subprocess
import sys
import threading
import time

import pytest

from shared.errors import RuleBroken
from shared.messaging.rpc_client import ServiceAway, Services

META = {"actor": {"person": "commissioner.mbc"}}
SERVICE = "answering_service"


def start(broker):
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.support.answering_service", broker.amqp_url],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def stop(process):
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def answering(broker):
    process = start(broker)
    yield process
    stop(process)


@pytest.fixture
def services(broker):
    services = Services(broker.amqp_url, lines=4, seconds=1.5)
    yield services
    services.close()


def test_an_answer_comes_back(services, answering):
    answer = services.call(SERVICE, "answer", {"n": 1}, META)
    assert answer == {"body": {"n": 1}, "person": "commissioner.mbc"}


def test_a_refusal_arrives_as_it_was_raised(services, answering):
    with pytest.raises(RuleBroken) as refused:
        services.call(SERVICE, "refuse", {}, META)
    assert refused.value.code == "gate_not_met"
    assert refused.value.message == "Not open yet."
    assert refused.value.details == {"evidence": "E05 is missing."}


def test_a_bug_on_the_other_side_is_no_answer_and_the_line_goes_on(services, answering):
    with pytest.raises(ServiceAway, match="it failed"):
        services.call(SERVICE, "fail", {}, META)
    assert services.call(SERVICE, "answer", {}, META)


def test_a_service_that_was_never_there_is_away_at_once(services):
    began = time.monotonic()
    with pytest.raises(ServiceAway):
        services.call("no_such_service", "answer", {}, META)
    assert time.monotonic() - began < 1


def test_who_waits_too_long_is_told_so_and_the_next_call_gets_its_own_answer(services, answering):
    with pytest.raises(ServiceAway, match="did not answer"):
        services.call(SERVICE, "wait", {"seconds": 2}, META)
    assert services.call(SERVICE, "answer", {"n": 2}, META)["body"] == {"n": 2}


def test_what_was_not_heard_in_time_is_not_done_later(services, answering, broker):
    services.call(SERVICE, "answer", {"n": 0}, META)  # its queue is there now
    stop(answering)
    with pytest.raises(ServiceAway):
        services.call(SERVICE, "answer", {"n": "never"}, META)
    again = start(broker)
    try:
        assert services.call(SERVICE, "answer", {"n": 3}, META)
        assert services.call(SERVICE, "what_was_heard", {}, META) == [{"n": 3}]
    finally:
        stop(again)


def test_many_at_once_each_get_their_own(services, answering):
    mixed_up = []

    def ask(number):
        for turn in range(10):
            sent = {"n": [number, turn]}
            if services.call(SERVICE, "answer", sent, META)["body"] != sent:
                mixed_up.append(sent)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mixed_up == []


def test_a_broker_that_is_not_there_is_said_so():
    nowhere = Services("amqp://guest:guest@127.0.0.1:1/", seconds=0.5)
    with pytest.raises(ServiceAway, match="broker is away"):
        nowhere.call(SERVICE, "answer", {}, META)
    assert not nowhere.broker_answers()
