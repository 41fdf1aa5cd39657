"""The one event log in feed order, and what each partner system may read of it.

Owns: the log, partner systems with their keys and grants, who read what. Consumes: every event of
every service. Publishes: nothing of its own; it hands on the events of others, over HTTP and AMQP.
"""
