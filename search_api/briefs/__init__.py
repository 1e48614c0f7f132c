"""What did inspectors say of one theme here, of councils like it and elsewhere, on a few pages?"""
