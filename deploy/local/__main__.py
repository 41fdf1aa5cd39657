"""python -m deploy.local run | stop | status | logs [NAME...] | reset | doctor | jc ..."""

import sys

from deploy.local import doctor
from deploy.local.product import COMMANDS, Product
from deploy.local.trouble import Trouble


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    try:
        if command == "logs":
            return Product().logs(rest)
        if command == "jc":
            return Product().jc(rest)
        if command == "doctor":
            return doctor.examine()
        if command not in COMMANDS or rest:
            sys.stderr.write(f"{__doc__}\n")
            return 2
        outcome = COMMANDS[command](Product())
        return outcome if isinstance(outcome, int) else 0
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped here. The same command goes on.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
