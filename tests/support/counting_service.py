"""A consumer for tests of the messaging layer: counts each event that it applied.

It bears the name of a real service, so that it reads a real queue; its table is made by the test.
What the event's data asks for happens: `raise` names an error, `times` how often it is raised.
"""

from marshmallow import Schema, fields

from shared.database.dependency import Database
from shared.errors import Conflict, RuleBroken
from shared.messaging import outbox
from shared.messaging.handlers import event_handler

SERVICE = "contract_monitoring"
TABLES = """
CREATE TABLE applied (event_id uuid NOT NULL, subject text NOT NULL, version bigint NOT NULL);
CREATE TABLE tried (event_id uuid PRIMARY KEY, times int NOT NULL);
GRANT ALL ON applied, tried TO PUBLIC;
"""
APPLY = "INSERT INTO applied VALUES (%(id)s, %(subject)s, %(version)s)"
TRY = """
INSERT INTO tried VALUES (%(id)s, 1)
ON CONFLICT (event_id) DO UPDATE SET times = tried.times + 1 RETURNING times
"""


class Wish(Schema):
    wish = fields.String(load_default="apply")
    times = fields.Integer(load_default=0)


class CountingService:
    name = SERVICE
    database = Database()

    @event_handler("contract.signed", 1, Wish)
    def on_contract_signed(self, event, tx):
        wish = event.data["wish"]
        if wish == "flaky" and self._tried(event) <= event.data["times"]:
            raise Conflict("changed_meanwhile", "Somebody else was faster.")
        if wish == "forbidden":
            raise RuleBroken("gate_not_met", "A rule forbids it.")
        if wish == "bug":
            raise ZeroDivisionError("a bug")
        tx.run(APPLY, id=event.id, subject=event.subject, version=event.subject_version)
        if wish == "pass_on":
            outbox.append(tx, "contract.commenced", 1, {}, subject=event.subject)

    def _tried(self, event):
        """Counted in a transaction of its own: the handler's is rolled back."""
        with self.database.transaction() as tx:
            [row] = tx.run(TRY, id=event.id)
            return row["times"]
