"""Draws the table of all events in contracts/README.md, between its two markers."""

from deploy.contracts import services
from deploy.contracts.files import CONTRACTS, EventContract, events

BEGIN = "<!-- events: written by make contracts -->"
END = "<!-- end of events -->"
README = CONTRACTS / "README.md"


def drawn(text: str) -> str:
    """The README's text with the table as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def table() -> str:
    consumers = _consumers()
    lines = ["| event | version | from | says | read by |", "|---|---|---|---|---|"]
    lines += [_line(each, consumers) for each in events()]
    return "\n".join(lines)


def _line(contract: EventContract, consumers: dict[tuple[str, int], list[str]]) -> str:
    folder = contract.path.parent.relative_to(CONTRACTS)
    readers = consumers.get((contract.name, contract.version), [])
    says = contract.schema["description"].replace("|", "\\|")
    return (
        f"| [`{contract.name}`]({folder}) | {contract.version} | {contract.service} "
        f"| {says} | {', '.join(['partners', *readers])} |"
    )


def _consumers() -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for service in services.built():
        for event in services.consumed(service):
            found.setdefault(event, []).append(service)
    return found
