"""How far the log has come, as this process knows it; wakes the requests that wait for more."""

import threading
import time

from services.partner_events import repository
from shared import logs
from shared.database.dependency import ServiceDatabase
from shared.database.listener import Listener

log = logs.get(__name__)

CHANNEL = "feed"
LISTEN_SECONDS = 5.0
LONGEST_PAUSE = 2.0


class Head:
    """One thread listens to the database; any number of requests wait for it to tell them."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._position = 0
        self._stopping = threading.Event()
        self.listening = False

    def wait_beyond(self, position: int, seconds: float) -> bool:
        """Whether the log went beyond `position` within `seconds`."""
        with self._moved:
            return self._moved.wait_for(lambda: self._position > position, max(0.0, seconds))

    def advance(self, position: int) -> None:
        with self._moved:
            if position > self._position:
                self._position = position
                self._moved.notify_all()

    def follow(self, database: ServiceDatabase) -> None:
        """Keep listening in a thread, whatever happens to the database."""
        threading.Thread(target=self._follow, args=(database,), name="head", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _follow(self, database: ServiceDatabase) -> None:
        pause = 0.1
        while not self._stopping.is_set():
            try:
                self._listen(database)
                pause = 0.1
            except Exception as failure:  # no failure may end the thread: every long poll needs it
                if self.listening:
                    pause = 0.1
                self.listening = False
                log.warning("the line to the log is cut", reason=type(failure).__name__)
                time.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    def _listen(self, database: ServiceDatabase) -> None:
        listener = Listener(database.url, CHANNEL)
        try:
            with database.transaction() as tx:
                self.advance(repository.head(tx))
            self.listening = True
            while not self._stopping.is_set():
                for position in listener.heard(LISTEN_SECONDS):
                    self.advance(int(position))
        finally:
            listener.close()
