"""Commissioning decisions: partners, proposals in their stages, and what each partner decides.

Owns partners, process definitions, proposals with versions, evidence, gates, decisions, tenders,
awards and contracts. Consumes what needs assessment, the panel and contract monitoring say, as
copies of its own. Publishes proposal.*, shares.*, decision.*, joint.outcome_reached,
procurement.standstill_started, award.decided, agreement.sealed and contract.signed.
"""
