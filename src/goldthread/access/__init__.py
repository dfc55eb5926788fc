"""Who may do what: bearer tokens with scopes, and signed links that open one label."""
