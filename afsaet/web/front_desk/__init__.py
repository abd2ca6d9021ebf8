"""Pages for the front desk (Gitte). Not yet filled."""
