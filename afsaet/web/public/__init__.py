"""Pages for everybody: start, log-in, help, accessibility."""
