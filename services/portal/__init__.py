"""People, sign-in, web pages and the HTTP API over the other services.

Owns people, their sessions and keys, and a read model that it can throw away: what the services
announce, as boards and lists need it. Consumes every event (`schemas.CONSUMED`), publishes none.
Commands and the page of one case go to the services by RPC.
"""
