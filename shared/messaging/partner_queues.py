"""A queue for each partner system on AMQP, and a user who may read it and nothing else."""

import re
import shlex
import subprocess
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import pika
import pika.exceptions

from shared.errors import Conflict
from shared.messaging.outbox import PARTNERS_EXCHANGE

# Beyond this the oldest fall out, so that a partner who never reads cannot fill the broker's disk.
# Nothing is lost by it: the feed has them all, and each message says its position.
LONGEST_QUEUE = 1_000_000
SECONDS = 60

Outcome = subprocess.CompletedProcess[str]


def queue_name(code: str) -> str:
    return f"partner.{code}"


def user_name(code: str) -> str:
    return f"partner-{code}"


def declare(amqp_url: str, code: str) -> None:
    """Make the queue and bind it. The exchange belongs to the topology and must be there."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        try:
            channel.exchange_declare(PARTNERS_EXCHANGE, passive=True)
        except pika.exceptions.ChannelClosedByBroker as missing:
            raise Conflict(
                "topology_missing",
                "The broker has no exchange for partners yet. Run jc topology declare first.",
            ) from missing
        channel.queue_declare(
            queue_name(code),
            durable=True,
            arguments={
                "x-queue-type": "quorum",
                "x-max-length": LONGEST_QUEUE,
                "x-overflow": "drop-head",
            },
        )
        channel.queue_bind(queue_name(code), PARTNERS_EXCHANGE, routing_key=code)


@dataclass(frozen=True)
class Grant:
    """The commands that let a user read one queue: neither configure nor write anything."""

    code: str
    vhost: str

    @property
    def permissions(self) -> list[str]:
        only = f"^{re.escape(queue_name(self.code))}$"
        return ["set_permissions", "-p", self.vhost, user_name(self.code), "^$", "^$", only]

    def spelled_out(self, ctl: str, password: str) -> list[str]:
        """For an operator who runs them where the broker is."""
        return [
            f"{ctl} {shlex.join(command)}"
            for command in (["add_user", user_name(self.code), password], self.permissions)
        ]

    def carry_out(self, ctl: str, password: str) -> None:
        """Make the user, or give it the new password. The password is not on a command line."""
        user = user_name(self.code)
        if _run(ctl, ["add_user", user], password).returncode != 0:
            _demand(ctl, ["change_password", user], password)
        _demand(ctl, self.permissions)

    def take_back(self, ctl: str) -> None:
        """Without its user a system is cut off at once, even from what is in its queue."""
        _demand(ctl, ["delete_user", user_name(self.code)])


def vhost_of(amqp_url: str) -> str:
    """The virtual host in an AMQP address: `/` when it names none."""
    return unquote(urlsplit(amqp_url).path[1:]) or "/"


def _demand(ctl: str, command: list[str], answer: str | None = None) -> None:
    outcome = _run(ctl, command, answer)
    if outcome.returncode != 0:
        raise Conflict(
            "broker_command_failed",
            f"The broker refused {command[0]}. Look at its answer, then try again.",
            {"answer": (outcome.stderr or outcome.stdout).strip()[-500:]},
        )


def _run(ctl: str, command: list[str], answer: str | None = None) -> Outcome:
    return subprocess.run(
        [*shlex.split(ctl), *command],
        input=answer,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
