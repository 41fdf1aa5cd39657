"""Two services carried from need to watched contract, through the product's own HTTP API.

The Middlesbrough-like figures are invented; only the months in which the two services began are
history. Each step has a fixed idempotency key, so that the stories can be played again, or go on
after any process was killed, and end the same.
"""
