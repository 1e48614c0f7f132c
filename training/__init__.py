"""How the encoder that ships with Pinpoint was made. For maintainers: nothing here runs in use."""
