"""What the code of each service says about its contracts: events out and in, entrypoints."""

import importlib
import inspect
from pathlib import Path
from typing import Any

from deploy.contracts.files import ROOT
from shared.config import SERVICES

PORTAL = "portal"
# The portal serves no RPC and publishes nothing; its projection consumes.
CONSUMING_MODULES = ("schemas", "projection", "service")


def built() -> tuple[str, ...]:
    """Services that have code which runs: a nameko class, or the portal's projection."""
    return tuple(
        service
        for service in SERVICES
        if any(_exists(service, name) for name in ("service", "projection"))
    )


def published(service: str) -> dict[tuple[str, int], Any]:
    """(event name, major version) -> marshmallow schema of its data."""
    if service == PORTAL:
        return {}
    declared: dict[tuple[str, int], Any] = _module(service, "schemas").PUBLISHED
    return declared


def consumed(service: str) -> dict[tuple[str, int], Any]:
    """(event name, major version) -> tolerant marshmallow schema of the fields that it uses."""
    for name in CONSUMING_MODULES:
        if _exists(service, name):
            found = getattr(_module(service, name), "CONSUMED", None)
            if found is not None:
                return dict(found)
    raise LookupError(f"{service} declares no CONSUMED in {' or '.join(CONSUMING_MODULES)}")


def entrypoints(service: str) -> dict[str, Any]:
    """Name -> method, for each command and query of the nameko class of this name."""
    module = _module(service, "service")
    [found] = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if getattr(member, "name", None) == service
    ]
    return {
        name: member
        for name, member in inspect.getmembers(found, inspect.isfunction)
        if hasattr(member, "accepts")
    }


def sources(*folders: str) -> list[Path]:
    """Every Python file of the product below these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _exists(service: str, module: str) -> bool:
    folder = ROOT / "services" / service
    return (folder / f"{module}.py").exists() or (folder / module / "__init__.py").exists()


def _module(service: str, module: str) -> Any:
    return importlib.import_module(f"services.{service}.{module}")
