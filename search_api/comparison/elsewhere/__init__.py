"""Who is praised for what one authority is criticised for?"""
