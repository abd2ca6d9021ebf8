"""Reading advisers' other calendars: an ICS address, or a CalDAV account. Danish: optaget-tider."""
