"""How does the documentation become a site?

`pages.toml` says what stands where; `staging` gathers the pages and makes their links those of the site;
`reference` writes the pages that come from code; `outward` looks for what would be fetched from elsewhere;
`pictures` remakes those of the tutorials.
"""
