"""Pages for the job adviser (Lise, Nanna)."""
