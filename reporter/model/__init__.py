"""The nouns of the service: frozen values, one noun a module, nothing but the standard library."""
