"""Who may do what: bearer tokens with scopes, persons with roles and sessions, and signed links that open one label."""
