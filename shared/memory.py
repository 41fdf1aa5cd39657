"""What a process holds for as long as it lives is set apart from what comes and goes."""

import gc

# Objects made before the youngest are looked through; the default of 700 is for small programs.
YOUNG, MIDDLE, OLD = 20_000, 20, 50


def settle() -> None:
    """Call it once, when everything is imported and made.

    From then on the collector leaves all that alone. Looking through it took tens of milliseconds,
    again and again, in the middle of somebody's command.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
