"""People, sign-in, web pages and the HTTP API over the other services."""
