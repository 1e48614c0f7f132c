"""How does somebody begin: with the sample reports, or with reports of their own?"""
