"""Ports that servers of ours may take."""

import socket

from deploy.local import ports


def test_a_port_somebody_listens_on_is_not_free():
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.answers(port)


def test_a_listener_on_all_addresses_is_seen_as_well():
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        assert not ports.is_free(taken.getsockname()[1])


def test_free_ports_lie_below_those_of_outgoing_connections():
    found = ports.free(20)
    assert len(set(found)) == 20
    assert all(port < 32_768 for port in found)


def test_the_next_port_is_taken_when_the_preferred_one_is_not_free(monkeypatch):
    monkeypatch.setattr(ports, "is_free", lambda port: port >= 8003)
    assert ports.free_from(8000) == 8003
