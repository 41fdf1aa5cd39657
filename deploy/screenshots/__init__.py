"""Takes the pictures in README.md from the running product: `make screenshots`."""
