"""An event and a system that follows events, as the partner events service tells them."""

EVENT = {
    "id": "0191f5a2-0000-7000-8000-000000000002",
    "type": "uk.jc.proposal.stage_changed.v1",
    "subject": "JCP-2017-03",
    "time": "2026-11-25T05:28:35Z",
    "effectivedate": "2018-08-17",
    "feedposition": 41,
}

SYSTEM = {
    "code": "mbc-ledger",
    "name": "Middlesbrough finance ledger",
    "organisation": "MBC",
    "event_names": ["shares.*", "contract.signed"],
    "classification_ceiling": "partner",
    "amqp": False,
    "registered_on": "2019-01-07",
    "keys": [
        {
            "id": "1",
            "hint": "jc_test_…9f2c",
            "issued_at": "2026-11-25T05:28:35Z",
            "last_used_at": None,
            "revoked_at": None,
        }
    ],
}
