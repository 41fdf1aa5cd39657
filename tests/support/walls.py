"""What may stand where in the source, as functions of a tree: each answers with what is wrong."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"services", "shared", "deploy", "tests"}
# In places, * stands for one name and ** for any path.
PORTAL = "services/portal/**"
FEED = "services/partner_events/web/**"
MESSAGING = "shared/messaging/*"
COMMANDS = ("shared/*.py", "shared/cli/*.py")

# One home for each library, so that it can be replaced in one place.
HOMES = {
    "nameko": (
        *("services/*/service.py", "services/*/service/*.py", "services/portal/projection.py"),
        *(MESSAGING, "shared/database/dependency.py"),
    ),
    "eventlet": (MESSAGING, "shared/database/*"),
    "kombu": (MESSAGING,),
    "amqp": (MESSAGING,),
    "pika": (MESSAGING,),
    "psycopg2": ("shared/database/*",),
    "marshmallow": (
        *("services/*/schemas.py", "services/*/schemas/*.py", PORTAL),
        *("shared/messaging/schemas.py", "shared/messaging/rpc.py"),
        *("shared/messaging/handlers.py", "shared/messaging/inbox.py"),
    ),
    "flask": (PORTAL, FEED),
    "werkzeug": (PORTAL, FEED),
    "flask_limiter": (PORTAL,),
    "flask_smorest": (PORTAL,),
    "flask_wtf": (PORTAL,),
    "argon2": (PORTAL,),
    "whitenoise": ("services/portal/app.py",),
    "jinja2": ("services/portal/rendering.py",),
    "markupsafe": ("services/portal/rendering.py",),
    "docx": ("services/portal/word_file.py",),
    "vl_convert": ("services/portal/charts.py",),
    "granian": ("shared/web_server.py",),
    "waitress": ("shared/web_server.py",),
    "environs": ("shared/config.py",),
    "structlog": ("shared/logs.py",),
    "icalendar": ("services/portal/ical.py",),
    "holidays": ("shared/calendars/days_off.py",),
    "typer": COMMANDS,
    "rich": COMMANDS,
}
CLOCK = "shared/clock.py"
SETTINGS = "shared/config.py"
SQL_HOMES = (
    *("services/*/repository.py", "services/*/repository/*.py"),
    *("shared/database/*.py", "shared/messaging/*.py"),
)
CALLERS = (PORTAL, MESSAGING, *COMMANDS)  # the command line calls for a person, as pages do
CALLING = {"RpcProxy", "ServiceRpcProxy", "ClusterRpcProxy", "ServiceProxy", "RpcClient"}

SQL = re.compile(
    r"^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s|"
    r"(CREATE|ALTER|DROP)\s+(TABLE|INDEX|ROLE|DATABASE|SCHEMA)\s|TRUNCATE\s)"
)
ASKS_THE_TIME = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}
READS_SETTINGS = {"os.environ", "os.getenv", "os.environb"}
NO_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "misc", "manager"),
    *("data", "info", "process"),
}
MIGRATION = re.compile(r"\d{4}_[a-z0-9_]+\.sql")
PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
LONGEST = {"services": 400, "shared": 400, "deploy": 400, "tests": 500}
LONGEST_README = 80


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies below the root, and what it says."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def lies_in(self, homes: tuple[str, ...]) -> bool:
        patterns = (re.escape(home).replace(r"\*\*", ".*") for home in homes)
        return any(re.fullmatch(each.replace(r"\*", "[^/]*"), self.place) for each in patterns)

    def at(self, node: ast.AST) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 1)}"


def sources(root: Path, *folders: str) -> Iterator[Source]:
    for folder in folders or ("services", "shared"):
        for path in sorted((root / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield Source(path.relative_to(root).as_posix(), path.read_text())


def services(root: Path) -> list[str]:
    """Folders with code that runs."""
    return sorted(
        folder.name
        for folder in (root / "services").iterdir()
        if any((folder / name).exists() for name in ("service.py", "service", "app.py"))
    )


def strangers(root: Path) -> list[str]:
    """Libraries outside their home, and those that have none."""
    return [
        f"{source.at(node)} imports {library}"
        for source in sources(root)
        for node, library in _imports(source)
        if library not in OURS
        and library not in sys.stdlib_module_names
        and not source.lies_in(HOMES.get(library, ()))
    ]


def asked_times(root: Path) -> list[str]:
    return _uses(root, ASKS_THE_TIME, except_in=CLOCK)


def read_settings(root: Path) -> list[str]:
    return _uses(root, READS_SETTINGS, except_in=SETTINGS)


def stray_sql(root: Path) -> list[str]:
    return [
        f"{source.at(node)} holds SQL"
        for source in sources(root)
        if not source.lies_in(SQL_HOMES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]


def callers(root: Path) -> list[str]:
    """Services that wait for another one: only the portal may."""
    return [
        f"{source.at(node)} calls another service"
        for source in sources(root)
        if not source.lies_in(CALLERS)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "shared.messaging.rpc_client")
        or (isinstance(node, ast.Name) and node.id in CALLING)
        or (isinstance(node, ast.Attribute) and node.attr in CALLING)
    ]


def empty_names(root: Path) -> list[str]:
    """Modules, functions and classes whose name says nothing."""
    found = []
    for source in sources(root, "services", "shared", "deploy"):
        module = Path(source.place)
        stem = module.parent.name if module.stem == "__init__" else module.stem
        if stem in NO_NAMES:
            found.append(f"{source.place} has a name that says nothing")
        found += [
            f"{source.at(node)}: {node.name} says nothing"
            for node in ast.walk(source.tree)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
            and node.name.strip("_").lower() in NO_NAMES
        ]
    return found


def silent_modules(root: Path) -> list[str]:
    """Modules that do not open with a sentence on their responsibility."""
    return [
        source.place
        for source in sources(root, "services", "shared", "deploy")
        if not ast.get_docstring(source.tree)
    ]


def unexplained_services(root: Path) -> list[str]:
    wrong = []
    for name in services(root):
        readme = root / "services" / name / "README.md"
        if not readme.exists():
            wrong.append(f"services/{name} has no README.md")
        elif len(readme.read_text().splitlines()) > LONGEST_README:
            wrong.append(f"services/{name}/README.md is longer than {LONGEST_README} lines")
        said = ast.get_docstring(Source("", (readme.parent / "__init__.py").read_text()).tree) or ""
        if not {"owns", "consumes"} <= set(re.findall(r"[a-z]+", said.lower())):
            wrong.append(f"services/{name}/__init__.py does not say what it owns and consumes")
    return wrong


def long_files(root: Path) -> list[str]:
    """Files that are two things."""
    return [
        f"{source.place} has {length} lines"
        for folder, longest in LONGEST.items()
        for source in sources(root, folder)
        if (length := len(source.text.splitlines())) > longest
    ]


def promises(root: Path) -> list[str]:
    """What was to be done later."""
    return [
        f"{source.place}:{number}"
        for source in sources(root, "services", "shared", "deploy")
        for number, line in enumerate(source.text.splitlines(), start=1)
        if PROMISES.search(line)
    ]


def misnumbered_migrations(root: Path) -> list[str]:
    """Numbered from one without a gap, named for what they do."""
    wrong = []
    for folder in sorted(root.glob("s*/**/migrations")):
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".sql")
        place = folder.relative_to(root)
        wrong += [f"{place}/{name}: name" for name in names if not MIGRATION.fullmatch(name)]
        numbers = [name[:4] for name in names]
        if numbers != [f"{number:04}" for number in range(1, len(names) + 1)]:
            wrong.append(f"{place} is numbered {', '.join(numbers)}")
    return wrong


def _imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module.partition(".")[0]


def _uses(root: Path, names: set[str], except_in: str) -> list[str]:
    """`datetime.now` however it was imported: `datetime.datetime.now` and `from os import getenv`
    count as well."""
    return [
        f"{source.at(node)} uses {used}"
        for source in sources(root)
        if source.place != except_in
        for node in ast.walk(source.tree)
        for used in _named(node)
        if used in names
    ]


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        owner = node.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        return [f"{name}.{node.attr}"]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
