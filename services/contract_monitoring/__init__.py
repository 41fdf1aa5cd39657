"""Joint delivery and review: contracts, measures, monitoring returns, notices, pooled fund.

Owns contracts under watch, their returns with every revision, the notices raised on them, and the
tests of shared money. Consumes contract.signed and proposal.stage_changed. Publishes
contract.commenced, contract.review_opened, kpi.*, performance.* and finance.*.
"""
