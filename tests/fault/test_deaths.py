"""kill -9 while events flow: nothing lost, nothing applied twice, only poison put aside."""

import signal

import pytest

from tests.support import misfortune

EVERYTHING = ("relay", "consumer", "broker", "producers_database", "consumers_database")
VICTIMS = {
    **{name: (name,) for name in EVERYTHING},
    "both processes": ("relay", "consumer"),
    "both databases": ("producers_database", "consumers_database"),
    "everything": EVERYTHING,
}


def applied_at_once(count):
    """Of so many, without the poison and those that fail at first."""
    return count * 9 // 10


@pytest.mark.parametrize("victims", VICTIMS.values(), ids=VICTIMS)
def test_killed_again_and_again(world, nothing_is_lost, many, deaths, victims):
    commands = world.order(misfortune.mixed(many))
    for death in range(deaths):
        part = many // deaths
        commands.allow(death * part + part // 2)
        # In the middle of things: some of this part is applied, some is under way.
        world.until_applied(applied_at_once(death * part + part // 8))
        world.kill(*victims)
        if "producers_database" not in victims:
            commands.until((death + 1) * part)
        commands.allow((death + 1) * part)
        world.start(*victims)
    account = nothing_is_lost()
    assert len(account.good) + len(account.poisoned) == many


def test_each_in_turn(world, nothing_is_lost, many):
    commands = world.order(misfortune.mixed(many))
    part = many // len(EVERYTHING)
    for place, victim in enumerate(EVERYTHING):
        commands.allow((place + 1) * part)
        world.until_applied(applied_at_once(place * part + part // 8))
        world.kill(victim)
        world.start(victim)
    nothing_is_lost()


@pytest.mark.parametrize("name", ["relay", "consumer"])
def test_asked_to_stop_it_leaves_nothing_half_done(world, nothing_is_lost, many, deaths, name):
    commands = world.order(misfortune.mixed(many))
    for death in range(deaths):
        part = many // deaths
        commands.allow((death + 1) * part)
        world.until_applied(applied_at_once(death * part + part // 8))
        assert getattr(world, name).end(signal.SIGTERM) == 0
        world.start(name)
    nothing_is_lost()
