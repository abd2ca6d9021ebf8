"""Reads over bookings: what can be chosen (`offer`), what is booked (`booked`), the adviser's citizens (`caseload`)."""
