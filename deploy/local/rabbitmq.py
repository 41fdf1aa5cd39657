"""A private RabbitMQ broker: its own node name, cookie, ports and folders."""

import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.local import ports, running
from deploy.local.ports import HOST
from deploy.local.running import Running
from deploy.local.trouble import Trouble

USER = "jc"
START_SECONDS = 90
STOP_SECONDS = 30
# Its schedulers otherwise turn idly for a while after each message; that costs a laptop's battery.
QUIET = "+sbwt none +sbwtdcpu none +sbwtdio none"
LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}"


@dataclass(frozen=True)
class BrokerPorts:
    amqp: int
    distribution: int
    names: int  # of epmd, Erlang's own name server, which cannot be done without

    @classmethod
    def free(cls) -> "BrokerPorts":
        return cls(*ports.free(3))

    @classmethod
    def noted_in(cls, folder: Path) -> "BrokerPorts":
        return cls(**json.loads((folder / "ports.json").read_text()))


class PrivateRabbitMQ:
    """`make()` writes its files, `start()` and `stop()` run it; all it keeps lies in the folder."""

    def __init__(self, folder: Path, at: BrokerPorts, vhosts: Iterable[str] = ("/",)) -> None:
        self.folder, self.at, self.vhosts = folder.absolute(), at, tuple(vhosts)
        self.log = self.folder / "log" / "rabbit.log"
        self._spoken = self.folder / "log" / "output.log"
        self._note = self.folder / "server.json"
        self._password = self.folder / "password"
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, vhost: str = "/") -> str:
        password = self._password.read_text()
        return f"amqp://{USER}:{password}@{HOST}:{self.at.amqp}/{quote(vhost, safe='')}"

    @property
    def ctl(self) -> str:
        """rabbitmqctl for this broker, as one command line that works from anywhere."""
        settings = [f"{name}={value}" for name, value in self._settings().items()]
        return shlex.join(["env", *settings, str(programs() / "rabbitmqctl"), "--quiet"])

    def make(self) -> None:
        """Its files; user and virtual hosts are read from them at each start."""
        for name in ("home", "contents", "log"):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        cookie = self.folder / "home" / ".erlang.cookie"
        if not cookie.exists():
            running.write_whole(cookie, secrets.token_hex(20), mode=0o400)
        if not self._password.exists():
            running.write_whole(self._password, secrets.token_urlsafe(18))
        definitions = self.folder / "definitions.json"
        running.write_whole(definitions, json.dumps(self._definitions(), indent=1))
        running.write_whole(self.folder / "ports.json", json.dumps(asdict(self.at)))
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = {HOST}:{self.at.amqp}\n"
            f"load_definitions = {definitions}\n"
            "loopback_users.guest = true\n"
            "log.console = false\n"
            "log.file.level = warning\n"
            "disk_free_limit.absolute = 200MB\n"  # else publishers stand still on a small disk
            "vm_memory_high_watermark.relative = 0.3\n"
        )

    def start(self) -> None:
        """Returns when it takes connections. A broker that runs already is left alone."""
        if self.running():
            return
        with self._spoken.open("wb") as output:
            self._child = subprocess.Popen(
                [str(programs() / "rabbitmq-server"), "-noinput"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                # With it the script becomes the broker, so that this child is the broker itself.
                env={**_environment(), **self._settings(), "RABBITMQ_ALLOW_INPUT": "1"},
                start_new_session=True,
            )
        Running.of(self._child.pid).remember(self._note)
        child = self._child
        running.wait_until(
            lambda: ports.answers(self.at.amqp) or child.poll() is not None, START_SECONDS
        )
        if child.poll() is not None or not ports.answers(self.at.amqp):
            self.kill()
            raise Trouble(
                f"RabbitMQ did not start on port {self.at.amqp}. It said:\n{self.last_words()}",
                f"look at {self.log}; `make reset` begins with an empty one.",
            )

    def running(self) -> Running | None:
        return running.remembered(self._note)

    def stop(self) -> None:
        self._end(signal.SIGTERM, STOP_SECONDS)

    def kill(self) -> None:
        """As kill -9 does it: what it confirmed is on disk, and the next start recovers."""
        self._end(signal.SIGKILL, 5)

    def last_words(self) -> str:
        for path in (self._spoken, self.log):
            try:
                text = path.read_text(errors="replace").strip()
            except OSError:
                continue
            if text:
                return "\n".join(text.splitlines()[-15:])
        return ""

    def _end(self, how: signal.Signals, within: float) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(how)
            try:
                self._child.wait(within)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        elif found := self.running():
            found.end(how, within)
        self._note.unlink(missing_ok=True)
        self._end_names()

    def _end_names(self) -> None:
        """epmd stays behind when its broker goes; it refuses to end while another node uses it."""
        epmd = epmd_program()
        until = time.monotonic() + 3
        while epmd is not None and ports.answers(self.at.names) and time.monotonic() < until:
            environment = {**_environment(), "ERL_EPMD_PORT": str(self.at.names)}
            subprocess.run([epmd, "-kill"], env=environment, capture_output=True, check=False)
            running.wait_until(lambda: not ports.answers(self.at.names), within=0.3)

    def _settings(self) -> dict[str, str]:
        here = self.folder
        return {
            "HOME": str(here / "home"),  # decides on the cookie
            "LANG": "C.UTF-8",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": f"jc{self.at.amqp}@localhost",
            "RABBITMQ_USE_LONGNAME": "false",
            "RABBITMQ_NODE_IP_ADDRESS": HOST,
            "RABBITMQ_NODE_PORT": str(self.at.amqp),
            "RABBITMQ_DIST_PORT": str(self.at.distribution),
            "ERL_EPMD_PORT": str(self.at.names),
            "ERL_EPMD_ADDRESS": HOST,
            "RABBITMQ_MNESIA_BASE": str(here / "contents"),
            "RABBITMQ_LOG_BASE": str(here / "log"),
            "RABBITMQ_LOGS": str(self.log),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(here / "advanced.config"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(here / "generated"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(here / "rabbit.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{QUIET} {LOOPBACK}",
            "RABBITMQ_CTL_ERL_ARGS": LOOPBACK,
        }

    def _definitions(self) -> dict[str, object]:
        return {
            "users": [{"name": USER, "password": self._password.read_text(), "tags": ""}],
            **hosts(USER, self.vhosts),
        }


def hosts(user: str, vhosts: Iterable[str]) -> dict[str, object]:
    """Virtual hosts with one user who may do everything there, as RabbitMQ reads definitions."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    names = list(vhosts)
    return {
        "vhosts": [{"name": name} for name in names],
        "permissions": [{"user": user, "vhost": name, **everything} for name in names],
    }


def programs() -> Path:
    """The folder of RabbitMQ's own scripts; the wrappers of /usr/sbin would change the user."""
    for folder in _places():
        if (folder / "rabbitmq-server").exists():
            return folder
    raise Trouble(
        "RabbitMQ is not installed on this machine.",
        "sudo apt-get install rabbitmq-server   (macOS: brew install rabbitmq)",
    )


def epmd_program() -> str | None:
    if on_path := shutil.which("epmd", path=_path()):
        return on_path
    for root in (Path("/usr/lib/erlang"), Path("/opt/homebrew/lib/erlang")):
        for each in sorted(root.glob("erts-*/bin/epmd")):
            return str(each)
    return None


def _places() -> Iterator[Path]:
    if given := os.environ.get("RABBITMQ_BIN"):
        yield Path(given)
    yield Path("/usr/lib/rabbitmq/bin")
    for prefix in ("/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"):
        yield Path(prefix) / "opt" / "rabbitmq" / "sbin"
    yield from sorted(Path("/opt").glob("rabbitmq*/sbin"))


def _path() -> str:
    """The caller's search path and the places where Erlang usually is."""
    usual = "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    return f"{os.environ.get('PATH', '')}:{usual}"


def _environment() -> dict[str, str]:
    """Nothing of the caller's but the search path: a RABBITMQ_ setting would lead elsewhere."""
    return {"PATH": _path()}
