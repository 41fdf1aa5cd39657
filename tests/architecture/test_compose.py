"""docker-compose.yml runs what `make run` runs, with the settings that it gives."""

import os
from pathlib import Path

import pytest
import yaml

from deploy.local.places import Choices, Places
from deploy.local.processes import environment, processes
from deploy.local.servers import Addresses
from deploy.setup import requirements
from shared import config

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
CHOICES = Choices(0, 0, 0, 0, 8000, 8001, "", "")
PROGRAMS = {each.name: each for each in processes(CHOICES)}
# Told to a process of `make run`, and of no meaning for one in a container.
LOCAL_ONLY = {
    "JC_POSTGRES_URL",  # for migrations, which are containers of their own
    "JC_PORTAL_URL",
    "JC_FEED_URL",
    "JC_PEOPLE_FILE",
    "JC_SECRET_KEY",
    "JC_PORTAL_PORT",
    "JC_FEED_PORT",
}


def test_each_process_is_a_container_with_the_same_command():
    for name, program in PROGRAMS.items():
        assert COMPOSE[name]["command"] == [program.module, *program.arguments]


def test_whatever_else_there_is_does_one_thing_and_ends_or_is_a_server():
    others = set(COMPOSE) - set(PROGRAMS) - {"postgres", "rabbitmq"}
    assert others == {f"migrate_{service}" for service in config.SERVICES} | {
        "topology",
        "seed",
        "demo",
    }
    assert not [name for name in others if "restart" in COMPOSE[name]]


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_process_is_told_what_it_needs(name):
    addresses = Addresses("postgresql://{service}", "", "amqp://", "")
    told = environment(Places(Path("/nowhere")), CHOICES, addresses)
    ours = {each for each in told if each.startswith("JC_") and each not in os.environ}
    needed = ours - LOCAL_ONLY
    given = COMPOSE[name]["environment"]
    assert needed <= set(given)


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_process_is_held_to_least_rights_and_can_be_asked_how_it_is(name):
    container = COMPOSE[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    speaks_http = PROGRAMS[name].address is not None
    assert ("healthcheck" in container) is speaks_http  # the others: HEALTHCHECK of the image


def test_nothing_is_open_to_other_machines():
    for name, container in COMPOSE.items():
        for port in container.get("ports", ()):
            assert str(port).startswith("127.0.0.1:"), name


def test_an_image_has_the_libraries_of_its_service_and_no_others():
    project = {
        "name": "p",
        "dependencies": ["pika>=1"],
        "optional-dependencies": {"web": ["flask>=3"], "portal": ["p[web]", "jinja2>=3"]},
    }
    assert list(requirements.requirements(project, "")) == ["pika>=1"]
    assert list(requirements.requirements(project, "portal")) == ["flask>=3", "jinja2>=3"]
    assert list(requirements.requirements(project, "partner_events")) == ["flask>=3"]
    assert list(requirements.requirements(project, "needs_assessment")) == []
