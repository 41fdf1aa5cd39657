"""The portal over a real database, with the dossier's facts in its read model."""

import pytest

from tests.support.portal import PASSWORD, Portal, a_portal, key_of


@pytest.fixture
def portal(service_database) -> Portal:
    return a_portal(service_database("portal"))


@pytest.fixture
def sign_in(portal):
    """A browser without scripts, signed in: `sign_in("commissioner.mbc").get("/")`."""

    def enter(sign_in_name):
        client = portal.app.test_client()
        answer = client.post(
            "/sign-in", data={"sign_in_name": sign_in_name, "password": PASSWORD, "next": "/"}
        )
        assert answer.status_code == 302
        return client

    return enter


@pytest.fixture
def api(portal):
    """A program with a key: `api("commissioner.mbc").post("/api/...", json={...})`."""

    def caller(sign_in_name):
        client = portal.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key_of(sign_in_name)}"
        return client

    return caller
