"""How does an index lie in Milvus, with its records and its name in PostgreSQL?"""
