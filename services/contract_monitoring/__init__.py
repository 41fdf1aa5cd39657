"""Joint delivery and review: contracts, measures, monitoring returns, notices, pooled fund.

Owns contracts under watch, their returns with every revision, the notices raised on them, and their
shared money: terms, dated shares, successions and exits of partners. Consumes contract.signed and
proposal.stage_changed. Publishes contract.commenced, contract.review_opened, kpi.*, performance.*,
finance.*, shares.changed and partner.*.
"""
