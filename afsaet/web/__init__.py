"""Pages by audience, and the API. Danish: sider.

Not a place for rules: a page calls gates and queries, and a post calls exactly one action.
"""
