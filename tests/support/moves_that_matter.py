"""Which moves of a chain say something about where a case stands: see `domain.case.Case`."""

from collections.abc import Sequence

from services.commissioning_decisions.domain.case import Migration, Moved


def mattering(moves: Sequence[Moved], migrations: Sequence[Migration] = ()) -> tuple[Moved, ...]:
    """For each name, two stages and process the last move, for each version both freezes."""
    ways = {
        (moved.from_stage, moved.to_stage, moved.move, _changes(migrations, moved)): moved
        for moved in moves
    }
    freezes = [moved for moved in moves if moved.frozen_version]
    last = {moved.frozen_version: moved for moved in freezes}
    first = {moved.frozen_version: moved for moved in reversed(freezes)}
    found = {each.position: each for each in (*ways.values(), *first.values(), *last.values())}
    return tuple(found[position] for position in sorted(found))


def _changes(migrations: Sequence[Migration], moved: Moved) -> int:
    return sum(each.position < moved.position for each in migrations)
