"""Requests that wait for the log to move."""

import threading

from services.partner_events.web.head import Head


def test_a_log_that_is_already_further_needs_no_waiting():
    head = Head()
    head.advance(5)
    assert head.wait_beyond(4, seconds=0)


def test_a_log_that_stands_still_lets_the_time_run_out():
    head = Head()
    head.advance(5)
    assert not head.wait_beyond(5, seconds=0.01)


def test_every_waiting_request_wakes_when_the_log_moves():
    head, woken = Head(), []
    waiters = [
        threading.Thread(target=lambda: woken.append(head.wait_beyond(0, seconds=10)))
        for _ in range(5)
    ]
    for waiter in waiters:
        waiter.start()
    head.advance(1)
    for waiter in waiters:
        waiter.join(timeout=5)
    assert woken == [True] * 5


def test_the_head_never_goes_back():
    head = Head()
    head.advance(9)
    head.advance(3)
    assert head.wait_beyond(8, seconds=0)
