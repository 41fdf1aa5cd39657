"""The six services, and the one rule between them.

| service | owns |
|---|---|
| needs_assessment | indicators, observations, assessments, needs and their priority |
| commissioning_decisions | partners, proposals, gates, decisions, shares, procurement |
| young_commissioners_panel | panels, members, sessions, recommendations and what was answered |
| contract_monitoring | contracts, measures, returns, notices, pooled fund |
| partner_events | the one event log in feed order, and every way out of it |
| portal | people, sign-in, web pages and the HTTP API |

No service imports another. They meet over RabbitMQ: events between services, RPC for the portal
only. Each keeps its own copy of the facts it needs, so any of them can be away while the others
take decisions.
"""
