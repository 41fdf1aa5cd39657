"""Where the two servers come from: addresses, a Docker engine, private ones, in this order."""

import stat

import pytest

from deploy.local import containers
from deploy.local.containers import ContainedServer
from deploy.local.places import DOCKER, PRIVATE, Choices, Places
from deploy.local.product import Product
from deploy.local.servers import Servers, wanted_kind
from deploy.local.trouble import Trouble

ANSWERS = "#!/bin/sh\nexit 0\n"
NO_ENGINE = "#!/bin/sh\nexit 1\n"
NO_COMPOSE = '#!/bin/sh\n[ "$1" = version ]\n'
FAILS = "#!/bin/sh\necho no space left on device >&2\nexit 17\n"


@pytest.fixture
def docker(tmp_path, monkeypatch):
    """`docker(script)`: what the command of that name does from now on."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("JC_SERVERS", "JC_DATABASE_URL", "JC_AMQP_URL"):
        monkeypatch.delenv(name, raising=False)

    def is_now(script):
        path = folder / "docker"
        path.write_text(script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return is_now


def test_without_the_command_there_is_no_engine(docker):
    assert not containers.engine_answers()
    assert wanted_kind() == PRIVATE


@pytest.mark.parametrize(
    ("script", "kind"), [(ANSWERS, DOCKER), (NO_ENGINE, PRIVATE), (NO_COMPOSE, PRIVATE)]
)
def test_an_engine_with_compose_is_taken(docker, script, kind):
    docker(script)
    assert wanted_kind() == kind


def test_addresses_come_before_an_engine(docker, monkeypatch, tmp_path):
    docker(ANSWERS)
    monkeypatch.setenv("JC_DATABASE_URL", "postgresql://{service}@elsewhere/{service}")
    monkeypatch.setenv("JC_AMQP_URL", "amqp://elsewhere/")
    assert wanted_kind() == PRIVATE
    assert list(Servers(Places(tmp_path), _choices(PRIVATE)).ours()) == []


@pytest.mark.parametrize("kind", [DOCKER, PRIVATE])
def test_who_asks_for_a_kind_gets_it(docker, monkeypatch, kind):
    docker(ANSWERS)
    monkeypatch.setenv("JC_SERVERS", kind)
    assert wanted_kind() == kind


def test_an_unknown_kind_is_said(docker, monkeypatch):
    monkeypatch.setenv("JC_SERVERS", "cloud")
    with pytest.raises(Trouble, match="JC_SERVERS=cloud is no kind of servers"):
        wanted_kind()


def test_what_was_chosen_stays_until_another_is_asked_for(docker, monkeypatch, tmp_path):
    docker(ANSWERS)
    places = Places(tmp_path / "here")
    places.make()
    product = Product(places)
    first = product._choose()
    assert first.servers == DOCKER
    docker(NO_ENGINE)
    assert product._choose() == first
    monkeypatch.setenv("JC_SERVERS", PRIVATE)
    second = product._choose()
    assert (second.servers, second.portal) == (PRIVATE, first.portal)
    assert places.choices() == second


def test_a_container_that_does_not_start_says_why_and_what_to_do(docker, tmp_path):
    docker(FAILS)
    server = ContainedServer("postgres", 1, Places(tmp_path), _choices(DOCKER))
    with pytest.raises(Trouble) as trouble:
        server.start()
    assert "no space left on device" in str(trouble.value)
    assert "JC_SERVERS=private make run does without Docker" in str(trouble.value)


def test_two_folders_have_containers_of_their_own(tmp_path):
    names = {
        ContainedServer("postgres", 1, Places(tmp_path / each), _choices(DOCKER)).container
        for each in ("one", "two")
    }
    assert len(names) == 2


def _choices(kind):
    return Choices(1, 2, 3, 4, 5, 6, "word", "key", kind)
