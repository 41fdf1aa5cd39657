"""Commissioning decisions: partners, proposals in their stages, and what each partner decides.

Owns partners, process definitions, proposals with versions, evidence, gates, decisions, tenders,
awards and contracts. Keeps copies of needs, assessments, panel sessions, recommendations and
contracts under watch; publishes `proposal.*`, `shares.*`, `decision.*`, `joint.*`,
`procurement.*`, `award.*`, `agreement.*` and `contract.signed`.
"""
