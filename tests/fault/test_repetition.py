"""Events come again, in any order, among messages that are none: each is applied once."""

import random

from shared.messaging import outbox
from shared.messaging.publisher import Outgoing, Publisher
from tests.support import misfortune
from tests.support.eventually import eventually
from tests.support.messaging import an_event, id_in

SEED = 20191112
COPIES = 5
BATCH = 500


def publish(amqp_url, messages):
    """Each (message id, body) is safe with the broker when this returns."""
    publisher = Publisher(amqp_url)
    publisher.start()
    assert publisher.wait_until_up(30)
    for start in range(0, len(messages), BATCH):
        outcome = publisher.publish(
            [
                Outgoing(message_id, outbox.EVENTS_EXCHANGE, "contract.signed", body)
                for message_id, body in messages[start : start + BATCH]
            ]
        )
        assert len(outcome.safe) == len(messages[start : start + BATCH])
    publisher.close()


def test_five_times_each_and_shuffled(world, nothing_is_lost, many):
    events = [
        an_event(f"CON-{number % 50:04}", number // 50 + 1, **wish)
        for number, wish in enumerate(misfortune.mixed(many))
    ]
    messages = [(event.id, event.to_json()) for event in events] * COPIES
    random.Random(SEED).shuffle(messages)
    world.note(events)
    publish(world.amqp_url, messages)
    account = nothing_is_lost()
    assert len(account.good) + len(account.poisoned) == many
    # Remembered, so that no copy is put before the operator again.
    assert set(account.dead.values()) == {1}


def test_strangers_in_the_stream_stop_nothing(world, many):
    commands = world.order(misfortune.mixed(many))
    ordered, later = an_event(wish="apply"), an_event(wish="apply")
    world.note([ordered])
    strange = [
        (ordered.id, "{not json"),
        (ordered.id, "[1, 2]"),
        (ordered.id, '{"id": 1}'),
        ("not-a-uuid", an_event().to_json()),
        (ordered.id, an_event().to_json()),
        *((event.id, event.to_json()) for event in [an_event(name="contract.danced")]),
        (later.id, later.to_json().replace(".v1", ".v9")),
    ]
    for part in range(3):
        commands.allow((part + 1) * many // 3)
        publish(world.amqp_url, strange)
        world.kill("consumer")
        world.start("consumer")
    publish(world.amqp_url, [(ordered.id, ordered.to_json())])
    account = world.account()
    assert account.lost == set()
    assert account.applied_twice == set()
    # A stranger's message with its id has not kept the real event from being applied.
    assert ordered.id in account.good
    assert set(account.applied) == account.good
    buried = {body.decode() for body in account.buried}
    assert {body for _, body in strange} <= buried
    assert set(account.dead) - account.poisoned == {
        found for _, body in strange if (found := id_in(body.encode()))
    }


def test_killed_between_publishing_and_marking(world, nothing_is_lost, many):
    world.kill("relay")
    commands = world.order(misfortune.mixed(many // 4))
    commands.until(many // 4)
    with world.nothing_leaves_the_outbox():
        world.relay.start()
        # Published, and the relay waits to take the rows away.
        eventually(lambda: world.applied() > many // 8, misfortune.PATIENCE)
        world.kill("relay")
    assert world.left_in_outbox() == many // 4
    world.start("relay")
    nothing_is_lost()
