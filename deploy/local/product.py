"""The commands of the Makefile: run, stop, status, logs, reset."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from deploy.local import running
from deploy.local.containers import Contained
from deploy.local.places import DOCKER, ROOT, Choices, Places
from deploy.local.processes import Started, environment, processes
from deploy.local.running import Running
from deploy.local.servers import Servers, wanted_kind
from deploy.local.supervisor import note_of, supervise
from deploy.local.trouble import Trouble

READY_SECONDS = 90
PAUSE_SECONDS = 0.1
# What a running process was started from: a change of these restarts it.
SOURCES = ("services", "shared", "deploy/demo", "deploy/local")


class Product:
    """Everything of one `.local` folder."""

    def __init__(self, places: Places | None = None) -> None:
        self.places = places or Places()
        self._stamp = self.places.notes / "started-from.txt"

    # run

    def run(self) -> None:
        began = time.monotonic()
        self.places.make()
        choices = self._choose()
        servers = Servers(self.places, choices)
        if self._is_up_as_it_should_be(servers, choices):
            say("Everything is up already.")
        else:
            self._stop_old_code(servers, choices)
            self._start_servers(servers, choices)
            settings = environment(self.places, choices, servers.addresses())
            self._prepare(settings)
            self._start_supervisor()
            self._wait_until_ready(self._started(choices, settings))
            self._load_demo(settings)
            self._stamp.write_text(_fingerprint())
        _tell_address(self.places, choices, time.monotonic() - began)

    def _choose(self) -> Choices:
        """What was chosen before, but for the kind of servers where another is asked for now."""
        found = self.places.choices()
        if found is None:
            return self.places.choose(wanted_kind())
        if "JC_SERVERS" in os.environ and found.servers != wanted_kind():
            found = replace(found, servers=wanted_kind())
            self.places.keep(found)
        return found

    def _is_up_as_it_should_be(self, servers: Servers, choices: Choices) -> bool:
        try:
            same = self._stamp.read_text() == _fingerprint()
        except OSError:
            return False
        if not same or self._supervisor() is None:
            return False
        if any(server.running() is None for _, server in servers.ours()):
            return False
        return all(each.is_ready() for each in self._started(choices, {}))

    def _stop_old_code(self, servers: Servers, choices: Choices) -> None:
        """Half of a set-up, or processes of other sources: begin with none of them."""
        running_ones = [each for each in self._started(choices, {}) if each.running()]
        if running_ones:
            say(f"  Ending {len(running_ones)} processes of an earlier start ...")
        self._stop_processes(choices)

    def _start_servers(self, servers: Servers, choices: Choices) -> None:
        for name, server in servers.ours():
            if server.running() is None:
                where = " in Docker (the first time its image is fetched)"
                say(f"  Starting {NAMES[name]}{where * (choices.servers == DOCKER)} ...")
            server.make()
            server.start()

    def _prepare(self, settings: dict[str, str]) -> None:
        _step("Bringing the databases up to date", settings, "shared.database.migrate")
        _step("Declaring exchanges and queues", settings, "shared.cli", "topology", "declare")
        _step("Letting the people of the demonstration in", settings, "services.portal.seed")

    def _start_supervisor(self) -> None:
        if self._supervisor() is not None:
            return
        with self.places.log_of("supervisor").open("ab") as output:
            child = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "supervise"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        Running.of(child.pid).remember(note_of(self.places))

    def _wait_until_ready(self, everything: list[Started]) -> None:
        say(f"  Starting {len(everything)} processes ...")
        until = time.monotonic() + READY_SECONDS
        waiting = everything
        while waiting := [each for each in waiting if not each.is_ready()]:
            if time.monotonic() > until:
                first = waiting[0]
                raise Trouble(
                    f"{first.name} did not become ready. It said:\n{first.last_words()}",
                    "`make logs` shows more; `make run` tries again; `make reset` begins anew.",
                )
            time.sleep(PAUSE_SECONDS)

    def _load_demo(self, settings: dict[str, str]) -> None:
        if os.environ.get("JC_DEMO") == "no":
            return
        _step("Playing the demonstration", settings, "deploy.demo.load")

    # supervise

    def supervise(self) -> None:
        choices = self._chosen()
        servers = Servers(self.places, choices)
        settings = environment(self.places, choices, servers.addresses())
        supervise(self.places, servers, self._started(choices, settings))

    # stop, status, logs, reset

    def stop(self) -> None:
        choices = self.places.choices()
        if choices is None:
            say("Nothing was started here.")
            return
        self._stop_processes(choices)
        for name, server in Servers(self.places, choices).ours():
            if server.running():
                say(f"  Stopping {NAMES[name]} ...")
                server.stop()
        say("Everything is stopped. `make run` goes on where it was.")

    def _stop_processes(self, choices: Choices) -> None:
        """The supervisor first, else it would bring back what is ended."""
        if found := self._supervisor():
            found.end(signal.SIGTERM, within=5)
        note_of(self.places).unlink(missing_ok=True)
        started = self._started(choices, {})
        for each in reversed(started):
            each.ask_to_stop()
        for each in reversed(started):
            each.stop()

    def status(self) -> int:
        """0 when everything is ready."""
        choices = self.places.choices()
        if choices is None:
            say("Nothing was started here. `make run` starts it.")
            return 1
        rows: list[tuple[str, Running | Contained | None, str]] = [
            (NAMES[name], server.running(), "running" if server.running() else "dead")
            for name, server in Servers(self.places, choices).ours()
        ]
        rows.append(("supervisor", self._supervisor(), _word(self._supervisor(), True)))
        for each in self._started(choices, {}):
            process = each.running()
            rows.append((each.name, process, _word(process, each.is_ready())))
        for name, found, word in rows:
            say(f"  {name:26} {word:10} {found.pid if found else ''}")
        dead = [name for name, found, _ in rows if found is None]
        if dead:
            say(f"Not running: {', '.join(dead)}. `make run` starts it; `make logs` says why.")
            return 1
        say(f"The portal is at {choices.portal_url}")
        return 0 if all(word in ("ready", "running") for _, _, word in rows) else 1

    def logs(self, names: Iterable[str]) -> int:
        wanted = [self.places.log_of(name) for name in names] or sorted(
            self.places.logs.glob("*.log")
        )
        if missing := [path.stem for path in wanted if not path.exists()]:
            known = ", ".join(path.stem for path in sorted(self.places.logs.glob("*.log")))
            raise Trouble(
                f"There is no log of {', '.join(missing)}.", f"choose from: {known or 'none yet'}."
            )
        if not wanted:
            raise Trouble("Nothing was started here.", "`make run` starts it.")
        return subprocess.call(["tail", "-n", "20", "-F", *map(str, wanted)])

    def jc(self, arguments: list[str]) -> int:
        """The operator's command, told where the servers of this folder are."""
        choices = self._chosen()
        servers = Servers(self.places, choices)
        settings = environment(self.places, choices, servers.addresses())
        command = [sys.executable, "-m", "shared.cli", *arguments]
        return subprocess.call(command, cwd=ROOT, env=settings)

    def reset(self) -> None:
        self.stop()
        if (choices := self.places.choices()) is not None:
            Servers(self.places, choices).forget()
        shutil.rmtree(self.places.folder, ignore_errors=True)
        say("Databases, queues and logs of this folder are gone.")

    # What several of them need

    def _chosen(self) -> Choices:
        choices = self.places.choices()
        if choices is None:
            raise Trouble("Nothing was started here.", "`make run` starts it.")
        return choices

    def _started(self, choices: Choices, settings: dict[str, str]) -> list[Started]:
        return [Started(each, self.places, settings) for each in processes(choices)]

    def _supervisor(self) -> Running | None:
        return running.remembered(note_of(self.places))


NAMES = {"postgres": "PostgreSQL", "rabbitmq": "RabbitMQ"}


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _word(found: Running | None, ready: bool) -> str:
    if found is None:
        return "dead"
    return "ready" if ready else "starting"


def _step(purpose: str, settings: dict[str, str], module: str, *arguments: str) -> None:
    """A command of the product that ends by itself; its words are shown when it fails."""
    say(f"  {purpose} ...")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise Trouble(
            f"{purpose}: that failed. It said:\n{said}",
            "`make run` tries again; `make reset` begins with empty databases.",
        )


def _tell_address(places: Places, choices: Choices, seconds: float) -> None:
    say(f"\nReady after {seconds:.0f} s. Open {choices.portal_url} and sign in as one of these:\n")
    say(_people(places.people))
    say(f"\nAll sign-ins and keys: {places.people}")
    say(f"Partner feed: {choices.feed_url}/events      make demo | status | logs | stop")


def _people(file: Path) -> str:
    import json

    first: dict[str, dict[str, str]] = {}
    for row in json.loads(file.read_text())["people"]:
        for role in row["roles"]:
            first.setdefault(role, row)
    lines = [
        f"  {role.replace('_', ' '):22} {row['sign_in_name']:22} {row['password']}"
        for role, row in first.items()
    ]
    return "\n".join(lines)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml", ".json", ".html") and "node_modules" not in (
                path.parts
            ):
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


COMMANDS: dict[str, Callable[[Product], object]] = {
    "run": Product.run,
    "stop": Product.stop,
    "status": Product.status,
    "reset": Product.reset,
    "supervise": Product.supervise,
}
