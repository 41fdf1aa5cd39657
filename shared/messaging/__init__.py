"""Events that are never lost and never applied twice, and the commands of the portal.

outbox → relay → topic exchange → one quorum queue per service → inbox, in the transaction of the
effect. services/DECISIONS.md says why.
"""
