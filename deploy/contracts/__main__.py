"""python -m deploy.contracts generate | publish | check"""

import json
import sys

from deploy.contracts import asyncapi, catalogue, lock
from deploy.contracts.files import CONTRACTS

ASYNCAPI = CONTRACTS / "asyncapi.json"


def generated() -> dict[str, str]:
    """Name -> text of each generated file, as it should be."""
    document = json.dumps(asyncapi.document(), indent=2, ensure_ascii=False) + "\n"
    readme = catalogue.README.read_text()
    return {ASYNCAPI.name: document, catalogue.README.name: catalogue.drawn(readme)}


def generate() -> list[str]:
    """Everything generated; nothing can stand against it."""
    for name, text in generated().items():
        path = CONTRACTS / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"wrote contracts/{name}")
    return []


def publish() -> list[str]:
    """Everything generated and everything new locked; what stands against it."""
    generate()
    for name in lock.publish():
        print(f"locked contracts/{name}")
    return lock.faults()


def check() -> list[str]:
    """What differs from what would be generated, and what stands against the lock."""
    differing = [
        f"contracts/{name} is out of date. Run make contracts."
        for name, text in generated().items()
        if not (CONTRACTS / name).exists() or (CONTRACTS / name).read_text() != text
    ]
    return differing + lock.faults()


def main(verb: str) -> int:
    faults = {"generate": generate, "publish": publish, "check": check}[verb]()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("generate", "publish", "check"):
        sys.exit("Say one of: generate, publish, check.")
    sys.exit(main(sys.argv[1]))
