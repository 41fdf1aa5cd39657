"""Real proposals that change their process: in pages, once each, readable before and after."""

import os
import re
import subprocess
import sys
import threading
from datetime import UTC
from pathlib import Path

import pytest

from services.commissioning_decisions import rules
from shared import clock, hash_chains
from tests.support import messaging
from tests.support.eventually import eventually
from tests.support.one_service import at_once
from tests.support.refusals import code_of
from tests.support.two_stories import STORE, THERAPY, play, store, therapy

ROOT = Path(__file__).parents[3]
SERVICE = "services.commissioning_decisions.service:CommissioningDecisions"
TEXT = (rules.FOLDER / "jcp_16_v2.toml").read_text(encoding="utf-8")
V1, V2, SHORT = "JCP-16@1", "JCP-16@2", "JCP-6@1"
TO_V2 = {"from_process": V1, "to_process": V2}
# Every stage that either story has been in, by what it is in the short process.
TO_SHORT = {
    "from_process": V2,
    "to_process": SHORT,
    "stages": {
        "partner_decisions": "partners_decide",
        "award_and_standstill": "agreement",
        "agreements_and_mobilisation": "agreement",
        "live": "running",
    },
}
AS_IT_WAS = ("decisions", "notices", "ranking", "versions", "parts", "evidence", "deadlines")


def drafted(decisions, *numbers):
    """Proposals that have just begun."""
    ids = [f"JCP-2026-{number:02d}" for number in numbers]
    for id in ids:
        body = {"reference": id, "title": "Respite care", "service_type": "other", "lead": "MBC"}
        body |= {"need_id": "NEED-2017-01", "partners": ["MBC", "STCCG"], "on": "2026-11-02"}
        decisions.council("draft_proposal", body)
    return ids


def on_version_1(meddle):
    """As if each had been drafted when version 1 was the newest."""
    meddle("UPDATE proposals SET process_version = 1")


def migrated(decisions, **asked):
    return decisions.operator("migrate_proposals", asked)


def sees(decisions, id=THERAPY):
    return decisions.council("get_proposal", {"id": id})


def asked_by(view, move):
    """What a gate asks for, by the words of its findings."""
    [way] = [each for each in view["gate"]["moves"] if each["move"] == move]
    return {each["condition"] for each in way["conditions"]}


def check_chains(auditor, id):
    [document] = auditor("export_audit", {"id": id})["exports"]
    found = hash_chains.check(document)
    assert found.broken is None
    return document["moves"]


def test_a_proposal_stays_on_its_version_until_it_is_migrated(decisions, meddle):
    [id] = drafted(decisions, 1)
    on_version_1(meddle)
    assert asked_by(sees(decisions, id), "begin_assessment") == {
        "evidence",
        "council_and_nhs_partner",
        "answers_a_need",
    }
    decisions.receives(
        "need.identified",
        "NEED-2017-01",
        1,
        {"need": {"id": "NEED-2017-01", "title": "Waits", "score": None}},
    )
    decisions.case(id, decisions.council).files("2026-11-02", "E01")
    decisions.case(id, decisions.council).moves("2026-11-03", "begin_assessment")
    before = sees(decisions, id)["proposal"]
    assert (before["process_version"], before["stage"]) == (1, "needs_assessment")

    assert migrated(decisions, **TO_V2, reason="Papers say more.") == {
        "migrated": 1,
        "left_behind": [],
        "after": None,
    }

    after = sees(decisions, id)
    assert after["proposal"] == {**before, "process_version": 2, "moves": 2}
    assert "paper_says" in asked_by(after, "seek_mandate")
    assert after["timeline"][0] == {
        "on": "2026-11-25",
        "sentence": "The process changed from JCP-16 version 1 to version 2. Papers say more.",
        "by_role": "operator",
        "event_id": decisions.events("proposal.stage_changed")[-1]["id"],
    }


def test_each_is_told_once_with_its_newest_state(decisions, meddle, auditor):
    ids = drafted(decisions, 1, 2, 3)
    on_version_1(meddle)
    migrated(decisions, **TO_V2, reason="Papers say more.")
    told = decisions.events("proposal.stage_changed")
    assert [event["subject"] for event in told] == ids
    data = told[0]["data"]
    assert data["proposal"]["process_version"] == 2
    assert {name: value for name, value in data.items() if name != "proposal"} == {
        "move": "migrate",
        "from_stage": "need_identified",
        "to_stage": "need_identified",
        "outcome": "pass",
        "on": "2026-11-25",
        "by_role": "operator",
        "because": "The process changed from JCP-16 version 1 to version 2.",
        "reason": "Papers say more.",
    }
    assert told[0]["aggregateversion"] == 2 == sees(decisions, ids[0])["version"]
    [row] = check_chains(auditor, ids[0])
    assert (row["kind"], row["organisation"]) == ("migrate", "TEES")


def test_it_goes_on_where_it_was_and_moves_nobody_twice(decisions, meddle):
    ids = drafted(decisions, 1, 2, 3, 4, 5)
    on_version_1(meddle)
    first = migrated(decisions, **TO_V2, limit=2)
    assert (first["migrated"], first["after"]) == (2, ids[1])
    # The caller was interrupted here and begins anew.
    rest = migrated(decisions, **TO_V2, limit=4)
    assert (rest["migrated"], rest["after"]) == (3, None)
    again = decisions.rows()
    assert migrated(decisions, **TO_V2)["migrated"] == 0
    assert {name for name, rows in decisions.rows().items() if rows != again[name]} == {"commands"}
    assert [event["subject"] for event in decisions.events("proposal.stage_changed")] == ids


def test_two_who_migrate_at_once_move_each_proposal_once(decisions, meddle):
    ids = drafted(decisions, *range(1, 21))
    on_version_1(meddle)
    answers = at_once(*[lambda: migrated(decisions, **TO_V2, limit=20)] * 2)
    assert sorted(each["migrated"] for each in answers) == [0, 20]
    assert [each["subject"] for each in decisions.events("proposal.stage_changed")] == ids


def test_a_page_of_which_one_ends_meanwhile_is_not_the_last(decisions, meddle):
    """The migration waits for an act on the first proposal, which is stopped; then it goes on."""
    ids = drafted(decisions, 1, 2, 3)
    on_version_1(meddle)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(migrated(decisions, **TO_V2, limit=2)))
    with decisions.database.transaction() as tx:
        tx.run("UPDATE proposals SET stage = 'stopped' WHERE id = %(id)s", id=ids[0])
        waiting.start()
        eventually(lambda: waits_for_a_lock(decisions), within=10)
    waiting.join(timeout=20)
    assert answers == [{"migrated": 1, "left_behind": [], "after": ids[1]}]


def waits_for_a_lock(decisions):
    with decisions.database.transaction() as tx:
        [row] = tx.run("SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted")
    return row["waiting"] > 0


def test_an_act_and_a_migration_at_once_leave_one_chain(decisions, meddle, auditor):
    ids = drafted(decisions, *range(1, 7))
    on_version_1(meddle)
    reason = {"move": "park", "reason": "The budget is not set.", "expected_version": 1}

    def park(id):
        return lambda: decisions.lead(decisions.council)(
            "move_proposal", {"proposal_id": id, **reason, "on": "2026-11-25"}
        )

    answers = at_once(*map(park, ids), lambda: migrated(decisions, **TO_V2))
    assert answers[-1]["migrated"] == 6
    for id, answer in zip(ids, answers, strict=False):
        moves = [each["kind"] for each in check_chains(auditor, id)]
        assert moves == (["migrate"] if answer == "stale_version" else ["park", "migrate"])


def test_who_cannot_go_stays_as_it_was_and_is_told_why(decisions):
    play(therapy(decisions), until="partner_decisions")
    [new] = drafted(decisions, 1)
    before = decisions.rows()
    stages = {"partner_decisions": "short_case"}
    answer = migrated(decisions, **{**TO_SHORT, "stages": stages})
    assert answer == {
        "migrated": 0,
        "left_behind": [
            {
                "id": THERAPY,
                "process": "JCP-16 version 2",
                "stage": "partner_decisions",
                "code": "decision_without_place",
                "why": "Partners decide about version 3, and no decision is recorded in short "
                "case and shares.",
            },
            {
                "id": new,
                "process": "JCP-16 version 2",
                "stage": "need_identified",
                "code": "stage_gone",
                "why": "JCP-6 version 1 has no stage need_identified, and the map names none in "
                "its place.",
            },
        ],
        "after": None,
    }
    changed = {name for name, rows in decisions.rows().items() if rows != before[name]}
    assert changed == {"commands"}


def test_a_dry_run_says_the_same_and_writes_nothing(decisions):
    play(therapy(decisions), until="partner_decisions")
    drafted(decisions, 1)
    before = decisions.rows()
    planned = decisions.operator("plan_migration", TO_SHORT)
    assert decisions.rows() == before
    assert planned["migrated"] == 1
    assert [each["code"] for each in planned["left_behind"]] == ["stage_gone"]
    assert migrated(decisions, **TO_SHORT) == planned


def test_what_is_over_stays_on_the_process_that_it_followed(decisions, meddle):
    [over, running] = drafted(decisions, 1, 2)
    on_version_1(meddle)
    decisions.case(over, decisions.council).moves("2026-11-03", "stop", "No money.")
    assert migrated(decisions, **TO_V2)["migrated"] == 1
    assert sees(decisions, over)["proposal"]["process_version"] == 1
    assert sees(decisions, running)["proposal"]["process_version"] == 2


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("migrate_proposals", {**TO_V2, "to_process": V1}, "same_process"),
        ("migrate_proposals", {**TO_V2, "to_process": "JCP-16@7"}, "process_not_found"),
        ("migrate_proposals", {**TO_V2, "to_process": "JCP-16"}, "invalid_input"),
        ("plan_migration", {**TO_V2, "stages": {"live": "dreamt_of"}}, "unknown_stage"),
        ("simulate_process", {"text": TEXT.replace('"E05"', '"E99"')}, "process_unsound"),
        ("simulate_process", {"text": TEXT, "of": "JCP-99"}, "process_not_found"),
        ("compare_processes", {"before": {}, "after": {"process": V1}}, "invalid_input"),
    ],
)
def test_what_is_refused(decisions, method, body, code):
    assert code_of(lambda: decisions.operator(method, body)) == code


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("migrate_proposals", TO_V2),
        ("plan_migration", TO_V2),
        ("simulate_process", {"text": TEXT}),
    ],
)
def test_only_an_operator_does_it(decisions, method, body):
    assert code_of(lambda: decisions.council(method, body)) == "role_required"


class TestACaseInTheMiddleOfItsAward:
    """JCP-2017-03, decided, tendered and awarded in sixteen stages, goes on in six."""

    @pytest.fixture
    def story(self, decisions):
        decisions.clock.stands_at("2018-12-27")
        telling = therapy(decisions)
        play(telling, until="agreements_and_mobilisation")
        return telling

    def test_everything_that_was_done_stands(self, decisions, auditor, story):
        before, then = sees(decisions), clock.now()
        owed = decisions.obligations()
        report = decisions.council("get_decision_report", {"id": THERAPY})["report"]

        assert migrated(decisions, **TO_SHORT)["migrated"] == 1

        after = sees(decisions)
        assert {name: after[name] for name in AS_IT_WAS} == {
            name: before[name] for name in AS_IT_WAS
        }
        assert (after["proposal"]["stage"], after["proposal"]["stage_number"]) == ("agreement", 5)
        assert after["proposal"]["frozen_sha256"] == before["proposal"]["frozen_sha256"]
        assert after["proposal"]["joint_outcome"] == before["proposal"]["joint_outcome"]
        assert after["proposal"]["stage_since"] == "2018-12-27"
        assert [each["position"] for each in after["stages"]] == ["passed"] * 4 + [
            "current",
            "ahead",
        ]
        assert decisions.obligations() == owed
        assert (
            decisions.council("get_decision_report", {"id": THERAPY})["report"]["sections"][1:]
            == report["sections"][1:]
        )
        assert [each["kind"] for each in check_chains(auditor, THERAPY)][-2:] == [
            "mobilise",
            "migrate",
        ]

        decisions.clock.instant = clock.now()
        at = {"id": THERAPY, "at": then.astimezone(UTC).isoformat()}
        stood = decisions.council("get_proposal_as_of", at)
        assert stood["proposal"] == before["proposal"]
        assert stood["decisions"] == before["decisions"]
        now = decisions.council(
            "get_proposal_as_of", {**at, "at": decisions.clock.instant.isoformat()}
        )
        assert now["proposal"] == after["proposal"]
        assert [each["sentence"] for each in now["recorded"]][:2] == [
            "The process changed from JCP-16 version 2 to JCP-6 version 1. It stands in agreement "
            "and start now.",
            "Moved to agreements and mobilisation. The award is decided and the standstill is "
            "over.",
        ]

    def test_it_goes_on_to_its_first_day_by_the_new_gates(self, decisions, auditor, story):
        migrated(decisions, **TO_SHORT)
        decisions.clock.stands_at("2019-04-01")
        case = decisions.case(THERAPY, decisions.ccg)
        contract = {"contract_reference": "CON-2019-01", "signed_on": "2019-01-07"}
        contract |= {"supplier": {"code": "TEESTALK", "name": "Tees Talk Community Therapies"}}
        contract |= {"starts_on": "2019-04-01", "initial_end_on": "2022-03-31"}
        contract |= {"maximum_end_on": "2024-03-31", "annual_value_pence": 118_400_000}
        case.does("sign_contract", {**contract, "on": "2019-01-07"})
        sealed = {"kind": "section_75_lead", "host": "STCCG", "sealed_on": "2019-03-01"}
        case.does("seal_agreement", {**sealed, "on": "2019-03-01"})
        case.files("2019-03-26", "E35", "E36")
        assert case.moves("2019-04-01", "go_live") == "running"
        assert len(check_chains(auditor, THERAPY)) == sees(decisions)["proposal"]["moves"]

    def test_parked_before_it_comes_back_to_the_stage_of_the_new_process(self, decisions, story):
        case = decisions.case(THERAPY, decisions.ccg)
        case.moves("2018-12-27", "park", "The budget is not set.")
        assert migrated(decisions, **TO_SHORT)["migrated"] == 1
        view = sees(decisions)
        [resume] = view["gate"]["moves"]
        assert (resume["move"], resume["to_stage"]) == ("resume", "agreement")
        assert [each["stage"] for each in view["stages"] if each["position"] == "current"] == [
            "agreement"
        ]
        assert case.moves("2018-12-27", "resume") == "agreement"


def test_partners_go_on_deciding_where_they_were(decisions):
    """Five of six had decided about the store when its process changed; the sixth follows."""
    telling = store(decisions)
    play(telling, until="five_of_six")
    decisions.looks_at_the_calendar()
    before = sees(decisions, STORE)
    assert migrated(decisions, **TO_SHORT)["migrated"] == 1
    after = sees(decisions, STORE)
    assert after["proposal"]["stage"] == "partners_decide"
    assert after["decisions"] == before["decisions"]
    told = len(decisions.events())
    decisions.looks_at_the_calendar()
    assert len(decisions.events()) == told, "nothing that had come is told again"
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    decisions.case(STORE, decisions.council).decides("HBC", decided_on="2019-07-15", **committee)
    assert sees(decisions, STORE)["proposal"]["joint_outcome"] == "approved_pending_conditions"


def test_a_definition_is_tried_out_on_what_is_under_way(decisions, meddle):
    play(therapy(decisions), until="partner_decisions")
    new, over = drafted(decisions, 1, 2)
    decisions.case(over, decisions.council).moves("2026-11-03", "stop", "No money.")
    tried = TEXT.replace('"partner_decisions"', '"deciding"').replace(
        '{ is = "council_and_nhs_partner" },\n    { is = "answers_a_need" },', ""
    )
    before = decisions.rows()
    body = {"text": tried, "stages": {}}
    lost = decisions.operator("simulate_process", body)
    assert [(each["id"], each["code"]) for each in lost["lost"]] == [(THERAPY, "stage_gone")]

    found = decisions.operator(
        "simulate_process", {**body, "stages": {"partner_decisions": "deciding"}}
    )
    counts = {each["stage"]: each["count"] for each in found["stages"] if each["count"]}
    assert counts == {"deciding": 1, "need_identified": 1}
    assert (found["lost"], found["gates"], found["after"]) == ([], [], None)

    no_gate = re.sub(
        r'(name = "begin_assessment".*?)conditions = \[.*?\n\]',
        r'\1conditions = [{ is = "council_and_nhs_partner" }]',
        TEXT,
        count=1,
        flags=re.DOTALL,
    )
    opened = decisions.operator("simulate_process", {"text": no_gate})
    assert opened["gates"] == [
        {
            "id": new,
            "stage": "need_identified",
            "move": "begin_assessment",
            "opens": True,
            "why": "",
        }
    ]
    assert (
        decisions.operator("simulate_process", {"text": TEXT, "of": V1})["stages"][0]["count"] == 0
    )
    assert decisions.rows() == before


def test_every_version_is_listed_with_what_is_under_way_on_it(decisions, meddle):
    drafted(decisions, 1, 2)
    listed = decisions.operator("list_process_versions", {})["processes"]
    rows = [(each["name"], each["version"], each["newest"], each["running"]) for each in listed]
    long, short = [("JCP-16", 1, False, 0), ("JCP-16", 2, True, 2)], ("JCP-6", 1, True, 0)
    assert rows == [*long, short, *((f"JCP-14{flow}", 1, True, 0) for flow in "VPXT")]


class TestTheTerminal:
    @pytest.fixture
    def jc(self, decisions, amqp_url, tmp_path):
        """`jc(arguments)`: exit code and words of the operator's command."""
        settings = {"JC_AMQP_URL": amqp_url, "JC_DATABASE_URL": decisions.database.url}

        def run(*arguments):
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "shared.cli", "process", *arguments],
                cwd=ROOT,
                env={**os.environ, **settings, "COLUMNS": "200"},
                capture_output=True,
                text=True,
                check=False,
            )
            return done.returncode, done.stdout + done.stderr

        with messaging.consumer(decisions.database, amqp_url, tmp_path, SERVICE):
            yield run

    def test_proposals_are_tried_out_planned_and_moved(self, decisions, meddle, jc, tmp_path):
        drafted(decisions, *range(1, 251))
        on_version_1(meddle)
        decisions.case("JCP-2026-250", decisions.council).moves("2026-11-03", "park", "No money.")

        code, said = jc("list")
        assert code == 0
        assert "250" in said

        code, said = jc("simulate", str(rules.FOLDER / "jcp_16_v2.toml"))
        assert code == 0
        assert "0 could not go; 0 gates would open, 0 shut." in said
        assert "249" in said

        code, said = jc("migrate", V1, SHORT, "--dry-run")
        assert code == 1
        assert f"{V1} → {SHORT}: 0 can go, 250 stay behind." in said
        assert "JCP-2026-250 stays on JCP-16 version 1: It could not come back" in said

        stages = tmp_path / "stages.toml"
        stages.write_text('[stages]\nneed_identified = "need_and_mandate"\n')
        code, said = jc("migrate", V1, SHORT, "--map", str(stages), "--reason", "It is small.")
        assert code == 0
        assert "200 moved, 0 stay\n" in said
        assert f"{V1} → {SHORT}: 250 moved, 0 stay behind." in said
        again = jc("migrate", V1, SHORT, "--map", str(stages))
        assert f"{V1} → {SHORT}: 0 moved, 0 stay behind." in again[1]
        view = sees(decisions, "JCP-2026-249")
        assert view["proposal"]["stage"] == "need_and_mandate"
        assert view["timeline"][0]["sentence"].endswith("It is small.")

    def test_definitions_are_compared_checked_and_shown_by_version(self, jc, tmp_path):
        code, said = jc("diff", V1, str(rules.FOLDER / "jcp_16_v2.toml"))
        assert code == 0
        assert said.startswith("From JCP-16 version 1 to JCP-16 version 2:\n- ")
        assert "- Need identified: the gate of begin assessment" in said
        assert jc("diff", V1, V1)[1].endswith("- Nothing differs.\n")
        assert jc("check", V1) == (0, "JCP-16@1 can be followed.\n")
        assert "JCP-16, version 1:" in jc("show", V1)[1]
        assert "need_identified --> needs_assessment" in jc("diagram", V1)[1]
        broken = tmp_path / "broken.toml"
        broken.write_text(TEXT.replace('"E05"', '"E99"'))
        for refused in (
            ("check", str(broken)),
            ("simulate", str(broken)),
            ("diff", V1, str(broken)),
            ("show", "JCP-16@seven"),
            ("migrate", V1, "JCP-16@7"),
            ("check", str(tmp_path / "nothing.toml")),
        ):
            code, said = jc(*refused)
            assert code == 1, refused
            assert "Traceback" not in said
        assert "E99 is no evidence" in jc("simulate", str(broken))[1]
