"""How often is a theme or term mentioned, praised and criticised, by authority, region and year?"""
