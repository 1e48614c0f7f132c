"""How the encoder that ships with Pinpoint was made. For maintainers: `pinpoint` itself never runs this."""
