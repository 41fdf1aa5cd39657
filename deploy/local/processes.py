"""The processes of the product, in the order in which they start."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import running
from deploy.local.places import ROOT, Choices, Places
from deploy.local.running import Running
from deploy.local.servers import Addresses

SERVICES = {
    "needs_assessment": "NeedsAssessment",
    "commissioning_decisions": "CommissioningDecisions",
    "young_commissioners_panel": "YoungCommissionersPanel",
    "contract_monitoring": "ContractMonitoring",
    "partner_events": "PartnerEvents",
}
RUNNER, RELAY = "shared.messaging.runner", "shared.messaging.relay"
STOP_SECONDS = 15
PROBE_SECONDS = 1


@dataclass(frozen=True)
class Program:
    """`address` is asked for readiness; without one the process makes a file when it is ready."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    address: str | None = None
    settings: dict[str, str] = field(default_factory=dict)


def processes(choices: Choices) -> tuple[Program, ...]:
    services = tuple(
        Program(name, RUNNER, (f"services.{name}.service:{cls}",)) for name, cls in SERVICES.items()
    )
    return (
        # One relay for all outboxes: a process less for each service on a small machine.
        Program("relay", RELAY, (*SERVICES, "portal")),
        *services,
        Program("portal_projection", RUNNER, ("services.portal.projection:PortalProjection",)),
        Program("feed", "services.partner_events.web", address=choices.feed_url),
        Program("portal", "services.portal", address=choices.portal_url),
    )


def environment(places: Places, choices: Choices, addresses: Addresses) -> dict[str, str]:
    """What every process of the product is told."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",  # eventlet's notice about itself
        "EVENTLET_NO_GREENDNS": "yes",  # the system resolves names; 8 MB less in each service
        "JC_DATABASE_URL": addresses.database,
        "JC_POSTGRES_URL": addresses.admin,
        "JC_AMQP_URL": addresses.amqp,
        "RABBITMQCTL": addresses.rabbitmqctl,
        "JC_SECRET_KEY": choices.secret_key,
        "JC_PORTAL_PORT": str(choices.portal),
        "JC_PORTAL_URL": choices.portal_url,
        "JC_FEED_PORT": str(choices.feed),
        "JC_FEED_URL": choices.feed_url,
        "JC_PEOPLE_FILE": str(places.people),
    }


class Started:
    """One process on this machine: started, found again, looked at, ended."""

    def __init__(self, process: Program, places: Places, settings: dict[str, str]) -> None:
        self.process, self._settings = process, settings
        self.log = places.log_of(process.name)
        self._note = places.notes / f"{process.name}.json"
        self._ready = places.notes / f"{process.name}.ready"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.process.name

    def running(self) -> Running | None:
        if self._child is not None:
            self._child.poll()  # a dead child is no zombie then
        return running.remembered(self._note)

    def start(self) -> None:
        """In a session of its own, so that it outlives whoever starts it."""
        self._ready.unlink(missing_ok=True)
        self._bury()
        self._end_family()
        own = {**self._settings, **self.process.settings, "JC_READY_FILE": str(self._ready)}
        with self.log.open("ab") as output:
            self._child = subprocess.Popen(
                [sys.executable, "-m", self.process.module, *self.process.arguments],
                cwd=ROOT,
                env=own,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        Running.of(self._child.pid).remember(self._note)

    def is_ready(self) -> bool:
        if self.running() is None:
            return False
        address = self.process.address
        return self._ready.exists() if address is None else _answers(f"{address}/readyz")

    def ask_to_stop(self) -> None:
        if found := self.running():
            found.send(signal.SIGTERM)

    def stop(self) -> None:
        if found := self.running():
            found.end(signal.SIGTERM, STOP_SECONDS)
        self._bury()
        self._end_family()
        self._note.unlink(missing_ok=True)
        self._ready.unlink(missing_ok=True)

    def _end_family(self) -> None:
        """A program that was killed may leave children, which hold its port and answer for it."""
        if (before := running.noted(self._note)) is not None:
            before.end_family()

    def _bury(self) -> None:
        """Take leave of a child that has ended."""
        if self._child is not None:
            self._child.wait()
            self._child = None

    def last_words(self) -> str:
        return last_lines(self.log)


def last_lines(path: Path, count: int = 12) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return "(nothing)"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=PROBE_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False
