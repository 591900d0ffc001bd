//! The Auth0 client: everything that decides, nothing that acts.
