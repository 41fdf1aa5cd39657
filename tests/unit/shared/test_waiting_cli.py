"""What `jc process why-not` prints of the gates that proposals stand before."""

from shared import waiting_cli

STORE = {
    "id": "JCP-2018-07",
    "stage": "partner_decisions",
    "gates": [
        {
            "move": "record_joint_decision",
            "open": False,
            "blockers": [
                {
                    "who": "decision_maker",
                    "fact": "Hartlepool Council has put it off.",
                    "by_when": "2019-07-15",
                },
                {"who": "democratic_services", "fact": "No E21 is on file.", "by_when": None},
            ],
        }
    ],
}
THERAPY = {
    "id": "JCP-2017-03",
    "stage": "procurement_design",
    "gates": [{"move": "invite_bids", "open": True, "blockers": []}],
}


def test_one_line_for_each_thing_that_is_missing():
    assert list(waiting_cli.rows([STORE, THERAPY])) == [
        (
            "JCP-2018-07",
            "partner decisions",
            "record joint decision",
            "decision maker",
            "Hartlepool Council has put it off. By 2019-07-15.",
        ),
        (
            "JCP-2018-07",
            "partner decisions",
            "record joint decision",
            "democratic services",
            "No E21 is on file.",
        ),
        (
            "JCP-2017-03",
            "procurement design",
            "invite bids",
            "",
            "Nothing: the gate is open.",
        ),
    ]
