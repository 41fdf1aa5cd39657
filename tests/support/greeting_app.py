"""A web application that greets, for the tests of what serves one.

python -m tests.support.greeting_app PORT [without]: "without" hides granian.
"""

import sys

from shared import web_server


def make():
    def greet(request, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"hello"]

    return greet


if __name__ == "__main__":
    if "without" in sys.argv:
        sys.modules["granian"] = None
    web_server.serve(
        "tests.support.greeting_app",
        make,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=2,
        grace=2,
    )
