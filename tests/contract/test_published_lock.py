"""What was published never changes, and what is generated is up to date once it is published."""

import shutil

import pytest

from deploy.contracts import __main__ as contracts
from deploy.contracts import catalogue, files, lock

# Every event of the first release, by the service that publishes it.
FIRST_RELEASE = {
    "needs_assessment": {
        "assessment.published",
        "indicator.loaded",
        "indicator.restated",
        "need.identified",
        "need.scored",
    },
    "commissioning_decisions": {
        "agreement.sealed",
        "award.decided",
        "contract.signed",
        "decision.call_in_resolved",
        "decision.called_in",
        "decision.effective",
        "decision.notice_published",
        "decision.recorded",
        "joint.outcome_reached",
        "procurement.standstill_started",
        "proposal.drafted",
        "proposal.evidence_added",
        "proposal.revised",
        "proposal.stage_changed",
        "proposal.version_frozen",
        "shares.agreed",
        "shares.proposed",
    },
    "young_commissioners_panel": {
        "panel.feedback_delivered",
        "panel.reaction_recorded",
        "panel.recommendation_acknowledged",
        "panel.recommendation_responded",
        "panel.recommendation_submitted",
        "panel.recommendation_withdrawn",
        "panel.session_closed",
        "panel.session_inquorate",
        "panel.session_opened",
        "panel.session_scheduled",
    },
    "contract_monitoring": {
        "contract.commenced",
        "contract.review_opened",
        "finance.balancing_calculated",
        "finance.uplift_tested",
        "kpi.return_restated",
        "kpi.return_submitted",
        "kpi.return_validated",
        "performance.deescalated",
        "performance.escalated",
    },
}


@pytest.fixture
def published(tmp_path):
    """A copy of the contracts, all of them locked."""
    copy = tmp_path / "contracts"
    shutil.copytree(files.CONTRACTS, copy, ignore=shutil.ignore_patterns("published.lock"))
    assert lock.faults(copy) == []  # nothing is promised yet
    assert len(lock.publish(copy)) == len(files.events()) + 1
    return copy


def a_schema(published):
    return files.events(published)[0].path


def test_the_real_lock_holds():
    assert lock.faults() == []


def test_locked_contracts_stand_as_they_are(published):
    assert lock.faults(published) == []
    assert lock.publish(published) == []


def test_a_changed_contract_is_refused_however_often_it_is_published(published):
    path = a_schema(published)
    path.write_text(path.read_text().replace('"description"', '"title"', 1))
    for _ in range(2):
        [fault] = lock.faults(published)
        assert "has changed" in fault
        lock.publish(published)


def test_a_removed_contract_is_refused(published):
    a_schema(published).unlink()
    lock.publish(published)
    [fault] = lock.faults(published)
    assert "is gone" in fault


def test_a_new_contract_is_refused_until_it_is_published(published):
    first = a_schema(published)
    second = first.with_name("v2.schema.json")
    shutil.copy(first, second)
    [fault] = lock.faults(published)
    assert "not locked" in fault
    assert lock.publish(published) == [str(second.relative_to(published))]
    assert lock.faults(published) == []


def test_what_is_generated_is_up_to_date_once_it_is_published():
    if lock.lock_file().exists():
        assert contracts.check() == []


def test_everything_of_the_first_release_is_there_once_it_is_published():
    if lock.lock_file().exists():
        for service, names in FIRST_RELEASE.items():
            promised = {each.name for each in files.events() if each.service == service}
            assert names <= promised, service


def test_the_catalogue_names_every_event_with_its_sentence():
    table = catalogue.table()
    for each in files.events():
        assert f"[`{each.name}`]" in table
    assert table.count("\n") == len(files.events()) + 1


def test_drawing_the_catalogue_again_changes_nothing():
    text = catalogue.README.read_text()
    assert catalogue.BEGIN in text
    once = catalogue.drawn(text)
    assert catalogue.drawn(once) == once
    assert once.endswith(f"{catalogue.END}\n")
