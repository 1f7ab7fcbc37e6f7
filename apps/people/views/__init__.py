"""Pages about signing in, about oneself, and the demo's mailbox."""
