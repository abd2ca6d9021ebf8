"""Pages for the administrator (Vera)."""
