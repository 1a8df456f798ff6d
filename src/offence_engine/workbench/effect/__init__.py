"""What a change of the rules does: by meaning, with witness cases, and over an archive of cases."""
